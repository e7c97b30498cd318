import { describe, expect, it } from 'vitest';
import { MAX_PREDICTION_TICKS } from '../../rollback/rollback-options.ts';
import { type PacingRun, pacingReach, runPacing } from './pacing-run.ts';

const mostUnconfirmed = ({ samples }: PacingRun): number => Math.max(...samples.flatMap(({ unconfirmedTicks }) => unconfirmedTicks));

describe('sessions on clocks that differ', () => {
  it('level what pacing may change: 5 % on each side', () => {
    expect(pacingReach()).toBeCloseTo(1.05 / 0.95, 9);
  });

  it.each([
    [0.98, 1.02],
    [1.02, 0.98],
    [0.95, 1.05],
  ] as const)('within that reach (%f : %f) nobody ever waits and little is unconfirmed', (leader, follower) => {
    const run = runPacing([leader, follower], 60, 2);
    expect(run.waitingShares).toEqual([0, 0]);
    expect(mostUnconfirmed(run)).toBeLessThan(25);
    expect(run.outages).toBe(0);
  });

  it.each([
    [1, 2],
    [2, 1],
    [1, 6],
    [6, 1],
    [0.25, 3],
  ] as const)('at %f : %f the faster side waits at the limit, and the match goes on with the slower one', (leader, follower) => {
    const run = runPacing([leader, follower], 60, 2);
    const [slower, faster] = leader < follower ? ([0, 1] as const) : ([1, 0] as const);
    expect(mostUnconfirmed(run)).toBe(MAX_PREDICTION_TICKS);
    expect(run.waitingShares[slower]).toBe(0);
    const ratio = Math.max(leader, follower) / Math.min(leader, follower);
    expect(Math.abs(run.waitingShares[faster] - (1 - pacingReach() / ratio))).toBeLessThan(0.05);
    expect(run.ticksPerSecond).toBeGreaterThan(60 * Math.min(leader, follower));
    expect(run.outages).toBe(0);
  });

  it('so far apart that a tick of one side is an outage to the other, they freeze and still gather no queue', () => {
    const run = runPacing([1, 40], 30, 2);
    expect(run.outages).toBeGreaterThan(0);
    expect(mostUnconfirmed(run)).toBeLessThanOrEqual(MAX_PREDICTION_TICKS);
  });

  it('do the same again from the same seed', () => {
    expect(runPacing([0.97, 1.03], 20, 3)).toEqual(runPacing([0.97, 1.03], 20, 3));
  });
});
