import type { Three } from './machines.ts';

/** What theory says of one machine, a second. */
export interface MachineLoad {
  /** Messages that come. */
  readonly arrivalsPerSecond: number;
  /** Ticks that find the queue empty, and so may send. */
  readonly freePerSecond: number;
  /** How fast its queue grows; 0 when it keeps up. */
  readonly growthPerSecond: number;
}

/** With fewer sides the rounds below need not come to rest. */
const MIN_SIDES = 5;
/** Each round multiplies the error by two times the reach at most, 0.8 for 5 sides: after these nothing is left of it. */
const ROUNDS = 200;

/**
 * The balance of messages, as if they flowed: a machine of `r` ticks a second that gets `a` messages a second has `max(0, r − a)` ticks
 * left for sending, since reading goes before sending, and reaches each other machine with `2 / sides` of them (one side of the die
 * sends to it alone, one to both). Its queue grows by `max(0, a − r)`.
 *
 * For a slow machine whose queue grows this has a closed form. It sends nothing; the other two, of `f` and `m` ticks a second, have
 * `(f + m) / (1 + p)` free ticks between them, where `p = 2 / sides`. So the queue grows when `s < p (f + m) / (1 + p)`: with 10 sides,
 * below a sixth of the other two together. When the middle one drowns as well only the fast one sends, and it is `s < p f`: a fifth.
 *
 * @param sides of the die, 5 or more
 * @throws RangeError when there are fewer
 */
export function machineLoads(ratesPerSecond: Three<number>, sides: number): Three<MachineLoad> {
  if (sides < MIN_SIDES) throw new RangeError(`the balance needs a die of ${MIN_SIDES} sides or more, not ${sides}`);
  const reach = 2 / sides;
  let free: Three<number> = ratesPerSecond;
  const arrivals = ([first, second, third]: Three<number>): Three<number> => [
    reach * (second + third),
    reach * (third + first),
    reach * (first + second),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const came = arrivals(free);
    const left = (index: 0 | 1 | 2): number => Math.max(0, ratesPerSecond[index] - came[index]);
    free = [left(0), left(1), left(2)];
  }
  const came = arrivals(free);
  const load = (index: 0 | 1 | 2): MachineLoad => ({
    arrivalsPerSecond: came[index],
    freePerSecond: free[index],
    growthPerSecond: Math.max(0, came[index] - ratesPerSecond[index]),
  });
  return [load(0), load(1), load(2)];
}
