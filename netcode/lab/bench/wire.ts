import { playOther } from './network-others.ts';
import { startOurs, watchOurs } from './network-ours.ts';
import { conditionsOf, type NetworkRun } from './network-run.ts';
import type { Library } from './others/library.ts';
import { median, rounded } from './statistics.ts';

/** Round trip of two players a continent's width apart. */
const ROUND_TRIP_MS = 100;
/** A rally of bots is over in seconds: a minute shows many, and the time between them. */
const RUN_MS = 60_000;
/** Matches, each with a seed of its own. */
const RUNS = 9;

/** Payload of one library. */
interface Payload {
  readonly leaderBytesPerSecond: number;
  readonly followerBytesPerSecond: number;
  readonly packetsPerSecond: number;
  readonly minBytesPerSecond: number;
  readonly maxBytesPerSecond: number;
}

/** What `--suite=wire` prints. */
export interface WireResult extends Payload {
  readonly roundTripMs: number;
  readonly runs: number;
  readonly secondsPerRun: number;
  readonly others: Readonly<
    Record<string, (Payload & { readonly version: string }) | { readonly failed: string; readonly version: string }>
  >;
}

function summary(runs: readonly NetworkRun[]): Payload {
  const all = runs.flatMap(({ bytesPerSecond }) => bytesPerSecond);
  return {
    leaderBytesPerSecond: rounded(median(runs.map(({ bytesPerSecond }) => bytesPerSecond[0])), 1),
    followerBytesPerSecond: rounded(median(runs.map(({ bytesPerSecond }) => bytesPerSecond[1])), 1),
    packetsPerSecond: rounded(median(runs.map(({ packetsPerSecond }) => packetsPerSecond)), 2),
    minBytesPerSecond: rounded(Math.min(...all), 1),
    maxBytesPerSecond: rounded(Math.max(...all), 1),
  };
}

/** Measures what each library sends: everything that it hands to its channels, both of them where it has two. */
export async function wireSuite(libraries: readonly Library[]): Promise<WireResult> {
  const conditions = conditionsOf(ROUND_TRIP_MS, 0, 0, false);
  const seeds = Array.from({ length: RUNS }, (_, i) => 100 + i);
  process.stderr.write('Playing ours …\n');
  const ours = summary(seeds.map((seed) => watchOurs(startOurs(seed, conditions, 'sctp'), RUN_MS)));
  const others: Record<string, WireResult['others'][string]> = {};
  for (const library of libraries) {
    process.stderr.write(`Playing ${library.name} …\n`);
    const runs: NetworkRun[] = [];
    for (const seed of seeds) {
      const run = await playOther(library, seed, conditions, RUN_MS);
      if (run !== undefined) runs.push(run);
    }
    const { version } = library;
    others[library.name] = runs.length === 0 ? { version, failed: 'it never started' } : { version, ...summary(runs) };
  }
  return { ...ours, roundTripMs: ROUND_TRIP_MS, runs: RUNS, secondsPerRun: RUN_MS / 1000, others };
}
