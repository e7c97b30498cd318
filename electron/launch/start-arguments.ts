import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface StartArguments {
  /** Windows to open, 1 to 4. */
  readonly windows: number;
  /** Profile of the first window; the others get `-2`, `-3` … behind it. */
  readonly profile: string;
  readonly shell: 'any' | 'electron' | 'browser';
  readonly telemetry: boolean;
  /** Code of a game that the first window is to ask about joining. */
  readonly join: string | undefined;
}

/**
 * Reads the arguments of `npm start`.
 *
 * @throws Error with a plain sentence about the first argument that is wrong
 */
export function parseStartArguments(args: readonly string[]): StartArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      windows: { type: 'string', default: '2' },
      profile: { type: 'string', default: 'player' },
      shell: { type: 'string', default: 'any' },
      telemetry: { type: 'boolean', default: false },
      join: { type: 'string' },
    },
  });
  const { profile, shell, telemetry, join } = values;
  const windows = Number(values.windows);
  // More than four at 60 frames a second is more than most machines can draw.
  if (!Number.isInteger(windows) || windows < 1 || windows > 4) throw new Error('--windows takes a number from 1 to 4.');
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/i.test(profile)) throw new Error('--profile takes up to 40 letters, digits and dashes.');
  if (shell !== 'any' && shell !== 'electron' && shell !== 'browser') throw new Error('--shell takes electron or browser.');
  return { windows, profile, shell, telemetry, join };
}

/** Name of the profile of window number `index`, counted from 0. */
export function profileName(profile: string, index: number): string {
  return index === 0 ? profile : `${profile}-${index + 1}`;
}
