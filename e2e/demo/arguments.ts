import { parseArgs } from 'node:util';
import type { ShellName } from '../windows/game-window.ts';

/** What `npm run demo` was asked for. */
export interface DemoArguments {
  /** Time on the court after which it stops; ignored with `untilOver`. */
  readonly seconds: number;
  /** Play the match to its end. */
  readonly untilOver: boolean;
  /** One JSON object on stdout, everything else on stderr. */
  readonly json: boolean;
  /** File for a picture of both windows. */
  readonly screenshot: string | undefined;
  readonly shell: ShellName | 'any';
}

/** An hour: nobody waits longer for a demonstration. */
const maxSeconds = 3_600;

/**
 * Reads the arguments of `npm run demo`.
 *
 * @throws Error with a plain sentence about the first argument that is wrong
 */
export function parseDemoArguments(args: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '20' },
      until: { type: 'string' },
      json: { type: 'boolean', default: false },
      screenshot: { type: 'string' },
      shell: { type: 'string', default: 'any' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= maxSeconds)) throw new Error(`--seconds takes a number up to ${maxSeconds}.`);
  if (values.until !== undefined && values.until !== 'over') throw new Error('--until takes only over.');
  const { shell } = values;
  if (shell !== 'any' && shell !== 'electron' && shell !== 'browser') throw new Error('--shell takes electron or browser.');
  return { seconds, untilOver: values.until === 'over', json: values.json, screenshot: values.screenshot, shell };
}
