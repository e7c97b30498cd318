/** Keys for both directions, as KeyboardEvent.code values. */
export interface SteeringKeys {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Pairs that are where people look for them, from the left of a keyboard to its right. */
const USUAL = [
  ['KeyW', 'KeyS'],
  ['ArrowUp', 'ArrowDown'],
  ['KeyI', 'KeyK'],
] as const;

/**
 * Shares the keys of the settings between two players at one keyboard: the first key of each direction is the left player's, the second the right
 * player's. Where a second is missing, the right player has a usual pair that is free.
 */
export function shareKeys({ up, down }: SteeringKeys): readonly [left: SteeringKeys, right: SteeringKeys] {
  const left = [up[0], down[0]];
  const second = up[1] !== undefined && down[1] !== undefined ? ([up[1], down[1]] as const) : undefined;
  const [rightUp, rightDown] = second ?? USUAL.find((pair) => !pair.some((code) => left.includes(code))) ?? USUAL[1];
  return [
    { up: up.slice(0, 1), down: down.slice(0, 1) },
    { up: [rightUp], down: [rightDown] },
  ];
}
