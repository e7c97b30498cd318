import { Random } from '../../local/random.ts';
import { type Failover, runFailover } from '../failover.ts';
import { reportFailure } from '../failure-report.ts';
import { runSeed } from '../seed-run.ts';

/** Two players, and one spectator to as many as may watch. */
const PEERS = [3, 8] as const;

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
  const tables = all.map((seed) => runSeed(BigInt(seed), { peers: new Random(seed, 'audience').between(...PEERS) }));
  const broken = tables.filter(({ failure }) => failure !== undefined);
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
      peersKilled: tables.reduce((total, { faults }) => total + (faults['crash'] ?? 0), 0),
      failures: broken.flatMap(reportFailure),
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
    ...drawn.failures,
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
    readonly failures: readonly string[];
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: sorted[sorted.length >> 1] ?? 0, max: sorted.at(-1) ?? 0 };
}

function sum(runs: readonly Failover[], what: 'ralliesLost' | 'ralliesDoubled'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}
