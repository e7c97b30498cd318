import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportFailure } from './failure-report.ts';
import { runSeed, type SeedRun } from './seed-run.ts';

/** Some seconds on a machine that has nothing else to do. */
const FIXED_SEEDS = 40;
const FRESH_SEEDS = 20;
const IDEAL_SEEDS = 30;
const WATCHED_SEEDS = 12;
/** For one that has: nothing here measures time. */
const TIMEOUT_MS = 300_000;

/** What a failed run has to say; empty when it held. */
const report = (run: SeedRun): string => reportFailure(run).join('\n');

describe('a match through drawn faults', () => {
  it('holds every invariant over fixed seeds, and finishes', { timeout: TIMEOUT_MS }, () => {
    const runs = Array.from({ length: FIXED_SEEDS }, (_, i) => runSeed(BigInt(i + 1)));
    for (const run of runs) expect(report(run)).toBe('');
    // An end in the middle has its reason, and few runs have one.
    expect(runs.filter(({ outcome }) => outcome === 'finished').length).toBeGreaterThan(0.75 * FIXED_SEEDS);
  });

  it('holds every invariant over fresh random seeds', { timeout: TIMEOUT_MS }, () => {
    const from = BigInt(`0x${randomBytes(8).toString('hex')}`);
    process.stdout.write(`fresh seeds, to play them again: npm run simulate -- --seeds=${FRESH_SEEDS} --from=${from}\n`);
    for (let i = 0n; i < FRESH_SEEDS; i++) expect(report(runSeed(BigInt.asUintN(64, from + i)))).toBe('');
  });

  it('holds every invariant over channels that know no congestion', { timeout: TIMEOUT_MS }, () => {
    for (let i = 0; i < IDEAL_SEEDS; i++) expect(report(runSeed(BigInt(i + 1), { wire: 'ideal' }))).toBe('');
  });

  it('holds every invariant before spectators', { timeout: TIMEOUT_MS }, () => {
    for (let i = 0; i < WATCHED_SEEDS; i++) expect(report(runSeed(BigInt(i + 1), { peers: 3 + (i % 6) }))).toBe('');
  });

  it('gives the same trace twice, and another for another seed', { timeout: TIMEOUT_MS }, () => {
    const traces = Array.from({ length: 10 }, (_, i) => runSeed(BigInt(i)).trace);
    expect(Array.from({ length: 10 }, (_, i) => runSeed(BigInt(i)).trace)).toEqual(traces);
    expect(new Set(traces).size).toBe(10);
  });

  it('can be played with other faults than the seed draws', () => {
    expect(runSeed(7n, { faults: [], wire: 'ideal' }).faults).toMatchObject({ 'packets lost': 0 });
    expect(runSeed(7n, { peers: 2, faults: [{ kind: 'version', atMs: 0, lengthMs: 0, which: 3, amount: 0 }] })).toMatchObject({
      outcome: 'version',
    });
  });
});
