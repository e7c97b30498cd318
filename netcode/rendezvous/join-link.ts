import { readName } from '../text/player-name.ts';
import { type JoinCode, parseJoinCode } from './join-code.ts';

/** Scheme of a link that leads to a game. */
export const LINK_SCHEME = 'paddlewire';

/** What a link says: which game, and, if it says so, whose. The name is not verified. */
export interface JoinLink {
  readonly code: JoinCode;
  readonly name?: string;
}

/** Longest link: one whose name has 256 bytes, each written as %XX. */
export const MAX_LINK_CHARS = `${LINK_SCHEME}://join/K7QF-3M9X/?name=`.length + 768;

/** The whole of a link: a code, and at most a name of 256 bytes with each written as %XX. Some systems add a slash to the path. */
const PATTERN = /^paddlewire:\/\/join\/([0-9a-z]{4}-?[0-9a-z]{4})\/?(?:\?name=([^&#?]{1,768}))?$/i;

/**
 * Reads `paddlewire://join/CODE` or `paddlewire://join/CODE?name=NAME`. A link comes from outside, so anything else in it makes it invalid.
 * @returns undefined for a link to no game; a name of which nothing can be seen is left out
 */
export function parseJoinLink(text: string): JoinLink | undefined {
  const [, typed, named] = PATTERN.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const code = parseJoinCode(typed);
  if ('error' in code) return undefined;
  const name = readName(named === undefined ? '' : (decoded(named) ?? ''));
  return name === undefined ? { code } : { code, name };
}

function decoded(named: string): string | undefined {
  try {
    return decodeURIComponent(named.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}
