import type { Settings } from '../../electron/desktop.ts';

/** Most keys for one direction; a further one takes the place of the oldest. */
const MAX_KEYS = 2;

/**
 * Gives a key to a direction and takes it from the other. When it was the other's only key, the two directions swap: the
 * other gets what this one had.
 * @param code a KeyboardEvent.code value
 */
export function assignKey(keys: Settings['keys'], direction: 'up' | 'down', code: string): Settings['keys'] {
  const own = keys[direction].filter((key) => key !== code);
  const others = (direction === 'up' ? keys.down : keys.up).filter((key) => key !== code);
  if (others.length === 0 && own.length === 0) return keys;
  const [mine, theirs] = others.length > 0 ? [[...own, code].slice(-MAX_KEYS), others] : [[code], own];
  return direction === 'up' ? { up: mine, down: theirs } : { up: theirs, down: mine };
}
