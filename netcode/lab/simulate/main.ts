/**
 * `npm run simulate`: matches through drawn faults; with `--scenario=clocks` the experiment with logical clocks, with `--scenario=failover` tables
 * with spectators whose leader is killed, and with `--scenario=planted` a search for planted bugs.
 */
import { parseArgs } from 'node:util';
import { clocksScenario } from './clocks.ts';
import { failoverScenario } from './failover.ts';
import { playSeeds } from './seeds.ts';

/** For clocks enough that each class of rates has hundreds of runs; for tables what takes a few seconds. */
const DEFAULT_SEEDS = { clocks: '2000', failover: '10' } as const;

function wholeNumber(name: string, given: string, least: number): number {
  const value = Number(given);
  if (given !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} takes a whole number of ${least} or more, not "${given}".`);
}

function run(name: keyof typeof DEFAULT_SEEDS): void {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string', default: DEFAULT_SEEDS[name] },
      from: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const seeds = wholeNumber('seeds', values.seeds, 1);
  const from = wholeNumber('from', values.from, 0);
  if (name === 'clocks') process.stdout.write(`${clocksScenario(seeds, from, values.json)}\n`);
  else {
    const { text, failed } = failoverScenario(seeds, from, values.json);
    process.stdout.write(`${text}\n`);
    process.exitCode = failed ? 1 : 0;
  }
}

async function planted(): Promise<void> {
  // It brings the bundler with it.
  const { plantedScenario } = await import('./planted.ts');
  const missed = await plantedScenario((line) => process.stdout.write(`${line}\n`));
  if (missed > 0) process.exitCode = 1;
}

// Not strict: seeds check their own options.
const { scenario } = parseArgs({ options: { scenario: { type: 'string' } }, strict: false }).values;

if (scenario === undefined) playSeeds();
else {
  try {
    if (scenario === 'clocks' || scenario === 'failover') run(scenario);
    else if (scenario === 'planted') await planted();
    else
      throw new Error(
        `There is no scenario "${scenario}". Say clocks, failover or planted, or leave it out for matches through drawn faults.`,
      );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
