import { formatSchedule } from './schedule.ts';
import { runSeed, type SeedRun } from './seed-run.ts';
import { shrink } from './shrink.ts';

/** A failed run with the smallest schedule that was found to fail alike; undefined when the run did not fail. */
export function shrinkRun(run: SeedRun): SeedRun | undefined {
  const { failure, seed, peers, wire } = run;
  if (failure === undefined) return undefined;
  const schedule = shrink(run.schedule, (faults) => runSeed(seed, { faults, peers, wire }).failure?.invariant === failure.invariant);
  return runSeed(seed, { faults: schedule, peers, wire });
}

/** The command that plays a run again. */
export function replayCommand({ seed, peers, wire, schedule }: SeedRun): string {
  return `npm run simulate -- --from=${seed} --peers=${peers} --wire=${wire} --faults=${formatSchedule(schedule) || 'none'}`;
}

/** What broke, and how to see it again, as lines of text. */
export function reportFailure(run: SeedRun): string[] {
  const small = shrinkRun(run);
  if (small?.failure === undefined) return [];
  const { invariant, detail, atMs } = small.failure;
  return [
    `seed ${run.seed}: the invariant "${invariant}" broke after ${(atMs / 1000).toFixed(1)} s: ${detail}`,
    `  it takes ${small.schedule.length} of the ${run.schedule.length} faults: ${formatSchedule(small.schedule) || 'none'}`,
    `  replay it: ${replayCommand(small)}`,
  ];
}
