import { isDrawn, plainText } from './plain-text.ts';

/** Longest chat text, in characters as a person counts them; longer ones are cut. */
export const MAX_CHAT_CHARACTERS = 100;
/** Largest chat text in UTF-8: 100 letters of any script with their vowel signs, and what fits into one message. */
export const MAX_CHAT_BYTES = 1000;

/** Both limits of a chat text. */
export const CHAT_LIMITS = { characters: MAX_CHAT_CHARACTERS, bytes: MAX_CHAT_BYTES };

/** The part of a text that may be a line of chat; empty when nothing of it can be seen. */
export function plainChat(text: string): string {
  const plain = plainText(text, CHAT_LIMITS);
  return isDrawn(plain) ? plain : '';
}
