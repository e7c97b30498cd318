/**
 * The messages of birpc as they travel between page and desktop in both shells: requests `{t:'q', i?, m, a}` and answers `{t:'s', i, r?, e?}`.
 * An error travels as its text, so that neither end has to trust a foreign object.
 */

/** No call of the contract has more arguments. */
const maxArguments = 4;

/** birpc's ids have 21 characters, and no method of the contract has a longer name than this. */
const maxNameChars = 64;

/** Makes one of birpc's messages plain: an error becomes its text. */
export function packMessage(message: unknown): unknown {
  if (!isRecord(message) || message['t'] !== 's' || message['e'] === undefined) return message;
  const { e: error, ...rest } = message;
  return { ...rest, e: error instanceof Error ? error.message : String(error) };
}

/**
 * Checks a message that arrived and turns an error's text into an Error again.
 *
 * @throws TypeError when it is neither a request nor an answer of birpc
 */
export function unpackMessage(message: unknown): Record<string, unknown> {
  if (isRecord(message)) {
    const { t: type, i: id, m: method, a: args, e: error } = message;
    if (type === 'q' && isName(method) && (id === undefined || isName(id)) && Array.isArray(args) && args.length <= maxArguments)
      return { t: type, i: id, m: method, a: args };
    if (type === 's' && isName(id) && error === undefined) return { t: type, i: id, r: message['r'] };
    if (type === 's' && isName(id) && typeof error === 'string') return { t: type, i: id, e: new Error(error) };
  }
  throw new TypeError('This is no message between page and desktop.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxNameChars;
}
