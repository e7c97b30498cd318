/** How long to wait before one more attempt, in ms. */
export interface BackOff {
  /** After the first failure; doubles with each one after it. */
  readonly firstMs: number;
  /** Never longer than this. */
  readonly longestMs: number;
}

/** Of a broker somewhere on a network: a short break is over soon, and one that is down for long is not to be overrun when it is back. */
export const networkBackOff: BackOff = { firstMs: 250, longestMs: 30_000 };

/** For a joiner, of a broker of this machine: looking costs next to nothing, and a game that was opened meanwhile has to be found at once. */
export const machineBackOff: BackOff = { firstMs: 200, longestMs: 1_000 };

/**
 * The pause before the next attempt: between half and all of what doubling gives, so that those who lost a broker together don't return together.
 *
 * @param failures how many in a row, from 1
 * @param random a number from 0 up to 1
 */
export function pauseMs({ firstMs, longestMs }: BackOff, failures: number, random: number): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);
}
