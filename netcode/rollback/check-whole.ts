/**
 * Checks a number that a caller gives.
 * @param what its name, as the message says it
 * @returns the number
 * @throws RangeError, with the range and the value, unless it is a whole number within the range
 */
export function checkWhole(what: string, value: number, least: number, greatest: number): number {
  if (!Number.isInteger(value) || value < least || value > greatest) {
    throw new RangeError(`${what} must be a whole number from ${least} to ${greatest}, not ${value}`);
  }
  return value;
}
