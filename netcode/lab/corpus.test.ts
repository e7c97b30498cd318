import { describe, expect, it } from 'vitest';
import corpus from './corpus.json';
import { parseSchedule } from './schedule.ts';
import { runSeed } from './seed-run.ts';
import { WIRES } from './wire.ts';

/** A run that found a bug once. */
interface Found {
  /** Decimal, because JSON has no numbers of 64 bits. */
  readonly seed: string;
  /** 2 when it is not said. */
  readonly peers?: number;
  readonly faults: string;
  /** What was wrong. */
  readonly bug: string;
}

/** For a machine that has other things to do: nothing here measures time. */
const TIMEOUT_MS = 300_000;

describe('runs that found a bug once', () => {
  it.each<Found>(corpus)('$bug (seed $seed)', { timeout: TIMEOUT_MS }, ({ seed, peers = 2, faults }) => {
    const schedule = parseSchedule(faults);
    if (schedule === undefined) throw new Error(`no schedule: ${faults}`);
    for (const wire of WIRES) expect(runSeed(BigInt(seed), { faults: schedule, peers, wire }).failure).toBeUndefined();
  });
});
