/**
 * Messages between page and desktop as text, for the WebSocket of the browser shell: JSON in which bytes are `{"$":"BASE64"}`.
 */

/** The one key of the object that stands for bytes; no message has a key of that name. */
const bytesKey = '$';

/** Characters are made in steps of this many bytes, because a call takes only so many arguments. */
const chunkBytes = 8_192;

/**
 * Writes a message of plain objects, arrays, strings, numbers, booleans, null and Uint8Array as text. Fields that are undefined are left out.
 *
 * @throws TypeError when it holds the key `$` or anything JSON has no form for
 */
export function encodeMessage(message: unknown): string {
  return JSON.stringify(toJson(message));
}

/**
 * Reads what {@link encodeMessage} wrote.
 *
 * @param maxChars longest text that is looked at
 * @throws Error when the text is longer, is not JSON, or holds bytes that are not base64
 */
export function decodeMessage(text: string, maxChars: number): unknown {
  if (text.length > maxChars) throw new RangeError(`A message of ${text.length} characters is longer than ${maxChars}.`);
  return JSON.parse(text, (_key, value: unknown) => (isBytes(value) ? fromBase64(value[bytesKey]) : value));
}

function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [bytesKey]: toBase64(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.some(([key]) => key === bytesKey)) throw new TypeError(`A message can't have the key ${bytesKey}.`);
    return Object.fromEntries(entries.map(([key, inner]) => [key, toJson(inner)]));
  }
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`A message can't hold a ${typeof value}.`);
  return value;
}

function isBytes(value: unknown): value is { readonly [bytesKey]: string } {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, bytesKey)) return false;
  const text: unknown = Reflect.get(value, bytesKey);
  if (typeof text !== 'string' || Object.keys(value).length !== 1) throw new SyntaxError('Bytes have to be one base64 string.');
  return true;
}

function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) characters += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
  return btoa(characters);
}

function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new SyntaxError('Bytes have to be one base64 string.');
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
