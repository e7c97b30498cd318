import { isDrawn, plainText } from './plain-text.ts';

/** Longest name, in characters as a person counts them. */
export const MAX_NAME_CHARACTERS = 20;
/** Largest name in UTF-8: ten families of emoji, of 25 bytes each, or 20 letters of any script. */
export const MAX_NAME_BYTES = 256;
/** Name of a player without one. */
export const NO_NAME = 'Player';

/** Both limits of a name. */
export const NAME_LIMITS = { characters: MAX_NAME_CHARACTERS, bytes: MAX_NAME_BYTES };

/** The part of a text that may be a name; undefined when nothing of it can be seen. */
export function readName(text: string): string | undefined {
  const name = plainText(text, NAME_LIMITS);
  return isDrawn(name) ? name : undefined;
}

/** A player's name as it is shown: {@link readName}, or "Player". */
export function plainName(text: string): string {
  return readName(text) ?? NO_NAME;
}
