import { join } from 'node:path';
import { Random } from '../../local/random.ts';
import { Campaign, type CampaignResult } from './campaign.ts';
import { openCorpus } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { toHex } from './hex.ts';
import { targets } from './targets.ts';

/** What a search was asked for. */
export interface SearchOptions {
  /** The project's folder. */
  readonly top: string;
  /** For all targets together. */
  readonly seconds: number;
  readonly seed: number;
  /** Name of the one target to try; all of them without. */
  readonly only: string | undefined;
  readonly say: (line: string) => void;
}

/** One target's line of the report. */
export interface TargetReport extends Omit<CampaignResult, 'corpus' | 'failures'> {
  readonly name: string;
  readonly corpus: number;
  /** Each with its input in hexadecimal, which now stands in `netcode/lab/fuzz/regressions/`. */
  readonly failures: readonly { readonly message: string; readonly input: string }[];
}

/** What a search found. */
export interface SearchReport {
  readonly seed: number;
  readonly executions: number;
  readonly failures: number;
  readonly targets: readonly TargetReport[];
}

/**
 * Gives every target an equal share of the time. What reaches something new goes into the corpus, and what breaks something into the
 * regressions, both of which `npm test` replays.
 */
export function search({ top, seconds, seed, only, say }: SearchOptions): SearchReport {
  const chosen = targets.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`There is no target “${only}”: take one of ${targets.map(({ name }) => name).join(', ')}.`);
  const files = openCorpus(join(top, 'netcode/lab/fuzz'));
  const reports = chosen.map((target): TargetReport => {
    const known = files.reaching(target.name);
    const { corpus, failures, ...result } = Campaign.run(target, {
      coverage: new Coverage(top, target.sources),
      known: [...known, ...files.regressions(target.name)],
      random: new Random(seed, target.name),
      seconds: seconds / chosen.length,
    });
    files.writeReaching(target.name, corpus);
    for (const { message, input } of failures) files.addRegression(target.name, input, message);
    const { executions, executionsPerSecond, branches, branchesInAll } = result;
    say(
      `${target.name}: ${executions} inputs, ${executionsPerSecond} a second, ${branches} of ${branchesInAll} branches, ${corpus.length} kept, ${result.found} of them new`,
    );
    for (const { message, input } of failures) say(`  FAILED ${message}\n    input ${toHex(input)}`);
    return {
      name: target.name,
      ...result,
      corpus: corpus.length,
      failures: failures.map(({ message, input }) => ({ message, input: toHex(input) })),
    };
  });
  return {
    seed,
    executions: reports.reduce((sum, { executions }) => sum + executions, 0),
    failures: reports.reduce((sum, { failures }) => sum + failures.length, 0),
    targets: reports,
  };
}
