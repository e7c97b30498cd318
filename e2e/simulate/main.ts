/** `npm run simulate`: matches through drawn faults, or with `--scenario=clocks` the experiment with logical clocks. */
import { parseArgs } from 'node:util';
import { clocksScenario } from './clocks.ts';

/** Enough that each class of rates has hundreds of runs. */
const DEFAULT_SEEDS = '2000';

function wholeNumber(name: string, given: string, least: number): number {
  const value = Number(given);
  if (given !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} takes a whole number of ${least} or more, not "${given}".`);
}

function clocks(): void {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string', default: DEFAULT_SEEDS },
      from: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  process.stdout.write(`${clocksScenario(wholeNumber('seeds', values.seeds, 1), wholeNumber('from', values.from, 0), values.json)}\n`);
}

// Not strict: the faults check their own options.
const { scenario } = parseArgs({ options: { scenario: { type: 'string' } }, strict: false }).values;

// The faults are a command of their own: loading it runs it.
if (scenario === undefined) await import('../../netcode/lab/simulate.ts');
else {
  try {
    if (scenario !== 'clocks') {
      throw new Error(`There is no scenario "${scenario}". Say --scenario=clocks, or leave it out for matches through drawn faults.`);
    }
    clocks();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
