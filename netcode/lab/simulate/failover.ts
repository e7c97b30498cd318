import { type Failover, runFailover } from '../failover.ts';
import { runMeshSeed } from '../mesh-run.ts';

/** What `npm run simulate -- --scenario=failover` found. */
export interface FailoverReport {
  readonly text: string;
  readonly failed: boolean;
}

/**
 * Kills the leader of a table once for each seed on a quiet connection, and then plays as many tables through drawn faults.
 * @param json one JSON object in place of words
 */
export function failoverScenario(seeds: number, from: number, json: boolean): FailoverReport {
  const all = Array.from({ length: seeds }, (_, i) => from + i);
  const runs = all.map(runFailover);
  const tables = all.map(runMeshSeed);
  const broken = tables.filter(({ failures }) => failures.length > 0);
  const result = {
    runs: runs.length,
    newLeaderMs: spread(runs.map(({ newLeaderMs }) => newLeaderMs)),
    backInSeatMs: spread(runs.map(({ backInSeatMs }) => backInSeatMs)),
    spectatorBytesPerSecond: spread(runs.map(({ spectatorBytesPerSecond }) => Math.round(spectatorBytesPerSecond))),
    recordsIdentical: runs.filter(({ recordsIdentical }) => recordsIdentical).length,
    ralliesLost: sum(runs, 'ralliesLost'),
    ralliesDoubled: sum(runs, 'ralliesDoubled'),
    drawn: {
      tables: tables.length,
      peersKilled: tables.reduce((total, { faults }) => total + faults.killed, 0),
      newLeaderMs: spread(tables.flatMap(({ newLeaderMs }) => newLeaderMs)),
      failures: broken.map(({ seed, failures }) => ({ seed, failures })),
    },
  };
  const failed = broken.length > 0 || result.recordsIdentical < runs.length || result.ralliesLost > 0 || result.ralliesDoubled > 0;
  return { failed, text: json ? JSON.stringify(result) : inWords(result) };
}

function inWords({
  runs,
  newLeaderMs,
  backInSeatMs,
  spectatorBytesPerSecond,
  recordsIdentical,
  ralliesLost,
  ralliesDoubled,
  drawn,
}: Result): string {
  return [
    `The leader killed in a rally, ${runs} times, with a spectator there:`,
    `  a new leader after ${newLeaderMs.p50} ms (the longest ${newLeaderMs.max}), back in his seat after ${backInSeatMs.p50} ms (${backInSeatMs.max})`,
    `  the same record on all three disks ${recordsIdentical} times; ${ralliesLost} rallies lost, ${ralliesDoubled} doubled`,
    `  ${spectatorBytesPerSecond.p50} bytes a second to the spectator (${spectatorBytesPerSecond.max})`,
    `${drawn.tables} tables through drawn faults: ${drawn.peersKilled} peers killed, ${drawn.failures.length} tables failed`,
    ...drawn.failures.map(({ seed, failures }) => `  seed ${seed}: ${failures.join('; ')}`),
  ].join('\n');
}

interface Spread {
  readonly p50: number;
  readonly max: number;
}

interface Result extends Record<'runs' | 'recordsIdentical' | 'ralliesLost' | 'ralliesDoubled', number> {
  readonly newLeaderMs: Spread;
  readonly backInSeatMs: Spread;
  readonly spectatorBytesPerSecond: Spread;
  readonly drawn: {
    readonly tables: number;
    readonly peersKilled: number;
    readonly failures: readonly { readonly seed: number; readonly failures: readonly string[] }[];
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: sorted[sorted.length >> 1] ?? 0, max: sorted.at(-1) ?? 0 };
}

function sum(runs: readonly Failover[], what: 'ralliesLost' | 'ralliesDoubled'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}
