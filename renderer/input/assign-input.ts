/** Most keys or buttons for one direction; a further one takes the place of the oldest. */
const MOST_INPUTS = 2;

/**
 * Gives a key or button to one of two directions, or of two commands, and takes it from the other. When it was the other's only one, the two swap:
 * the other gets what this one had.
 * @param own what it has, as KeyboardEvent.code values or inputs of a gamepad
 * @param others what the other has
 * @returns the new inputs of both
 */
export function assignInput(
  own: readonly string[],
  others: readonly string[],
  input: string,
): readonly [readonly string[], readonly string[]] {
  const kept = own.filter((other) => other !== input);
  const left = others.filter((other) => other !== input);
  if (left.length === 0 && kept.length === 0) return [own, others];
  return left.length > 0 ? [[...kept, input].slice(-MOST_INPUTS), left] : [[input], kept];
}
