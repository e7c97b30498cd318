import { parseArgs } from 'node:util';
import type { ShellName } from '../windows/game-window.ts';

const scenarios = ['match', 'failover', 'animation'] as const;

/** What `npm run demo` was asked for. */
export interface DemoArguments {
  /** A match that nothing happens to, a watched one whose leader is killed again and again, or one over a bad network for the README. */
  readonly scenario: (typeof scenarios)[number];
  /** How often the leader is killed in the scenario `failover`. */
  readonly runs: number;
  /** Time on the court after which it stops; ignored with `untilOver`. */
  readonly seconds: number;
  /** Play the match to its end. */
  readonly untilOver: boolean;
  /** One JSON object on stdout, everything else on stderr. */
  readonly json: boolean;
  /** File for a PNG of both windows of the scenario `match`, or for the animated WebP of the scenario `animation`. */
  readonly screenshot: string | undefined;
  readonly shell: ShellName | 'any';
}

/** An hour: nobody waits longer for a demonstration. */
const maxSeconds = 3_600;

/** An hour of kills. */
const maxRuns = 200;

/**
 * Reads the arguments of `npm run demo`.
 *
 * @throws Error with a plain sentence about the first argument that is wrong
 */
export function parseDemoArguments(args: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'match' },
      runs: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '20' },
      until: { type: 'string' },
      json: { type: 'boolean', default: false },
      screenshot: { type: 'string' },
      shell: { type: 'string', default: 'any' },
    },
  });
  const { shell, screenshot } = values;
  const scenario = scenarios.find((each) => each === values.scenario);
  if (scenario === undefined) throw new Error(`--scenario takes ${scenarios.join(', ')}.`);
  if (scenario === 'animation' && screenshot === undefined) throw new Error('--scenario=animation takes --screenshot=FILE.webp beside it.');
  if (scenario === 'animation' && shell === 'electron') throw new Error('--scenario=animation takes the browser shell only.');
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > maxRuns) throw new Error(`--runs takes a whole number up to ${maxRuns}.`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= maxSeconds)) throw new Error(`--seconds takes a number up to ${maxSeconds}.`);
  if (values.until !== undefined && values.until !== 'over') throw new Error('--until takes only over.');
  if (shell !== 'any' && shell !== 'electron' && shell !== 'browser') throw new Error('--shell takes electron or browser.');
  return { scenario, runs, seconds, untilOver: values.until === 'over', json: values.json, screenshot, shell };
}
