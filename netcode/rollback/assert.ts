/** An invariant does not hold: a bug in this code, whatever the remote peer sent. No code may catch it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * Checks an invariant during play. Data from outside is validated where it enters, not here.
 * @param message the invariant, as a constant: a tick must not build strings
 * @throws InvariantError when it does not
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
