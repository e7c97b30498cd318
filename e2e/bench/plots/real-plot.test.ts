import { expect, test as it } from 'vitest';
import { realSvg } from './real-plot.ts';

const cell = {
  jitterMs: 0,
  lossPercent: 20,
  bursts: false,
  ticksPerSecond: 60,
  suspensions: 0,
  stalls: 0,
  longestFreezeMs: 33,
  longestAbsenceMs: 20,
  longestSilenceMs: 90,
  packetsPerSecond: 30,
  packetsQueued: 0,
  rollbackP99: 9,
  snaps: 0,
  divergences: 0,
  comparedTicks: 3600,
  measuredRttMs: 250,
};

const result = {
  cells: [
    { ...cell, rttMs: 50 },
    { ...cell, rttMs: 250, bursts: true, ticksPerSecond: 25.4, suspensions: 5, longestFreezeMs: 4100 },
  ],
  shell: 'browser',
  secondsPerCell: 60,
  notes: [],
} as const;

it('says which table is measured and which is simulated', () => {
  const simulated = {
    cells: [{ ...cell, delayMs: 250, stallsPerMinute: 0, rollbackP50: 1 }],
    burstsSurvived: [1, 2],
    wire: 'sctp' as const,
    jitterMs: 50,
    minutesPerCell: 10,
    notes: [],
    others: {},
  };
  const svg = realSvg(result, simulated);
  expect(svg).toContain('>Real: two Chromium windows, WebRTC<');
  expect(svg).toContain('>25.4 ticks/s<');
  expect(svg).toContain('>4.1 s<');
  expect(svg).toContain('suspensions: 5 · stalls: 0');
  expect(svg).toContain('>Simulated<');
});

it('holds what the machine kept a page waiting against the machine, not the network', () => {
  const late = { ...result, cells: [{ ...cell, rttMs: 50, longestFreezeMs: 140, longestAbsenceMs: 120 }] };
  expect(realSvg(late, undefined)).toContain('>none<');
});

it('is drawn alone where nothing was simulated yet', () => {
  expect(realSvg(result, undefined)).not.toContain('>Simulated<');
});
