import { expect, it } from 'vitest';
import { type RealResult, withNewCells } from './real.ts';
import type { RealCell } from './real-cell.ts';

const cell = (rttMs: number, ticksPerSecond: number): RealCell => ({
  ...{ rttMs, jitterMs: 0, lossPercent: 10, bursts: false, ticksPerSecond, suspensions: 0, stalls: 0, longestFreezeMs: 0 },
  ...{ longestAbsenceMs: 0, longestSilenceMs: 0, packetsPerSecond: 60, packetsQueued: 0, rollbackP99: 1, snaps: 0 },
  ...{ divergences: 0, comparedTicks: 1, measuredRttMs: rttMs },
});
const result = (cells: RealCell[], secondsPerCell = 60): RealResult => ({ cells, shell: 'browser', secondsPerCell, notes: [] });

it('cells that are played anew take the place of the kept ones, and the others stay', () => {
  const kept = result([cell(50, 60), cell(100, 58)]);
  expect(withNewCells(kept, result([cell(100, 60), cell(200, 59)])).cells).toEqual([cell(50, 60), cell(100, 60), cell(200, 59)]);
});

it('cells of another length are not mixed with those that are kept', () => {
  expect(withNewCells(result([cell(50, 60)], 20), result([cell(100, 60)])).cells).toEqual([cell(100, 60)]);
});
