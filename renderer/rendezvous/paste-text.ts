import { pastedText, withoutUnseen } from 'paddlewire-netcode/text';

/** What a text begins and ends with: people see what it is for, and a text that was cut short shows. */
const HEAD = 'PADDLEWIRE:';
const END = '.';
/** Longest text that is looked at, in characters: the largest sealed message in base64 has about 16,600. */
export const MAX_PASTED_CHARACTERS = 20_000;
/** Shortest password, in characters. Each guess at it costs an exchange by hand with somebody who watches, so four are plenty against chance. */
const MIN_PASSWORD = 4;

/** Bytes as a text for any chat: base64 without what chats take for markup. */
export function encodePasted(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return `${HEAD}${btoa(characters).replace(/=+$/, '')}${END}`;
}

/** Bytes of a text that was pasted, with whatever line breaks, and whatever stands before and after it; or what is wrong with it. */
export function decodePasted(text: string): Uint8Array | 'no-text' | 'cut-short' {
  if (text.length > MAX_PASTED_CHARACTERS) return 'no-text';
  const [, body, end] = /PADDLEWIRE:([A-Za-z0-9+/]*)(\.?)/.exec(withoutUnseen(text).replace(/[\s>]+/g, '')) ?? [];
  if (body === undefined) return 'no-text';
  if (end !== END || body.length % 4 === 1) return 'cut-short';
  return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
}

/**
 * Bytes of a password as two people may write it differently: any case, with or without dashes and spaces, O for 0, I and L for 1.
 * @returns undefined when it is too short
 */
export function passwordBytes(typed: string): Uint8Array | undefined {
  const plain = pastedText(typed)
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return [...plain].length < MIN_PASSWORD ? undefined : new TextEncoder().encode(plain);
}
