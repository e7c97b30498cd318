/** Something that can never be so is so: a bug of ours, whatever the other side sent. Nobody is to catch it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * Holds an invariant while a match is played. What comes from outside is validated where it enters, and not here.
 * @param message what holds, as a constant: nothing is built on the way of a tick
 * @throws InvariantError when it does not
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
