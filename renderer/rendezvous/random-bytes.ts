/** So many bytes of the browser's own randomness, which is fit for keys. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
