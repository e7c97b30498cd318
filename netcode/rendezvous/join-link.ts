import { isPlayerName } from '../wire/player-name.ts';
import { type JoinCode, parseJoinCode } from './join-code.ts';

/** Scheme of a link that leads to a game. */
export const LINK_SCHEME = 'paddlewire';

/** What a link says: which game, and, if it says so, whose. Nobody has checked the name. */
export interface JoinLink {
  readonly code: JoinCode;
  readonly name?: string;
}

/** The whole of a link: a code, and at most a name of 20 characters with each byte written as %XX. Some systems add a slash to the path. */
const PATTERN = /^paddlewire:\/\/join\/([0-9a-z]{4}-?[0-9a-z]{4})\/?(?:\?name=([^&#?]{1,240}))?$/i;

/**
 * Reads `paddlewire://join/CODE` or `paddlewire://join/CODE?name=NAME`. A link comes from outside, so whatever else is in it makes it none.
 * @returns undefined for a link to no game; a name that is not fit to be shown is left out
 */
export function parseJoinLink(text: string): JoinLink | undefined {
  const [, typed, named] = PATTERN.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const code = parseJoinCode(typed);
  if ('error' in code) return undefined;
  const name = named === undefined ? undefined : decoded(named);
  return name !== undefined && isPlayerName(name) ? { code, name } : { code };
}

function decoded(named: string): string | undefined {
  try {
    return decodeURIComponent(named.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}
