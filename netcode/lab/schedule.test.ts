import { describe, expect, it } from 'vitest';
import { Random } from '../local/random.ts';
import { drawSchedule, FAULT_KINDS, FAULTS, type Fault, formatSchedule, parseSchedule } from './schedule.ts';

const SAFETY_MS = 30_000;
const schedules = Array.from({ length: 2000 }, (_, seed) => drawSchedule(new Random(seed, 'schedule'), SAFETY_MS, 4));

describe('a drawn schedule', () => {
  it('is the same for the same seed', () => {
    expect(drawSchedule(new Random(9, 'schedule'), SAFETY_MS, 4)).toEqual(schedules[9]);
  });

  it('over many seeds has every kind, in calm runs and in bad ones', () => {
    for (const kind of FAULT_KINDS) {
      const share = schedules.filter((faults) => faults.some((fault) => fault.kind === kind)).length / schedules.length;
      expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThan(0.8);
    }
    const sizes = schedules.map(({ length }) => length);
    expect(Math.min(...sizes)).toBeLessThan(3);
    expect(Math.max(...sizes)).toBeGreaterThan(15);
  });

  it('is over when the safety phase is, and within its ranges', () => {
    const wrong = schedules.flat().filter(({ kind, atMs, lengthMs, amount }) => {
      const { always, amount: range } = FAULTS[kind];
      return atMs + lengthMs > SAFETY_MS || (always === true && atMs + lengthMs > 0) || amount < range[0] || amount > range[1];
    });
    expect(wrong).toEqual([]);
  });

  it('has outages one after the other, mostly with time to play in between', () => {
    const gaps = schedules.flatMap((faults) => {
      const outages = faults.filter(({ kind }) => FAULTS[kind].outage === true).sort((a, b) => a.atMs - b.atMs);
      return outages.slice(1).map(({ atMs }, i) => atMs - (outages[i]?.atMs ?? 0) - (outages[i]?.lengthMs ?? 0));
    });
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
    // Of those that are drawn 70 %, but the longer ones find no place more often.
    expect(gaps.filter((ms) => ms >= 4000).length / gaps.length).toBeGreaterThan(0.55);
    expect(gaps.filter((ms) => ms < 4000).length / gaps.length).toBeGreaterThan(0.25);
  });
});

describe('a schedule as text', () => {
  it('reads back as it was', () => {
    for (const faults of schedules.slice(0, 200)) expect(parseSchedule(formatSchedule(faults))).toEqual(faults);
    const one: Fault = { kind: 'drift', atMs: 0, lengthMs: 0, which: 1, amount: -20_000 };
    expect(formatSchedule([one])).toBe('drift:0:0:1:-20000');
    expect(parseSchedule('')).toEqual([]);
  });

  it.each([
    'rain:0:0:1:1',
    'cut:0:0:1',
    'cut:0:0:1:1:1',
    'cut:0:0:256:1',
    'cut:0:0:0:1',
    'cut:-5:0:1:1',
    'cut:0:-5:1:1',
    'cut:x:0:1:1',
    'cut:0:0:1:1e3',
    'cut::0:1:1',
    ',',
  ])('is refused when it is none: %s', (text) => {
    expect(parseSchedule(text)).toBeUndefined();
  });
});
