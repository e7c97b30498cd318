import type { Random } from '../local/random.ts';
import { Bot } from '../pong/bot.ts';
import { AXIS_MAX } from '../pong/state.ts';
import { MAX_DELAY_TICKS } from '../rollback/rollback-options.ts';
import type { SessionEvent } from '../session/events.ts';
import { PRESETS } from '../wire/control.ts';

/** Who holds a paddle. */
export interface Player {
  /**
   * What is held for the next tick, −7…7; asked once for each tick.
   * @param state words of the newest state
   */
  axis(state: Int32Array): number;
}

/** Hands that hold each axis for a while, without looking. */
class RandomHands implements Player {
  readonly #random: Random;
  readonly #longestTicks: number;
  #axis = 0;
  #left = 0;

  /** @param longestTicks that an axis is held */
  constructor(random: Random, longestTicks: number) {
    this.#random = random;
    this.#longestTicks = longestTicks;
  }

  axis(): number {
    if (--this.#left < 0) {
      this.#left = this.#random.below(this.#longestTicks);
      this.#axis = this.#random.between(-AXIS_MAX, AXIS_MAX);
    }
    return this.#axis;
  }
}

/** Holds the paddle at the top: not one input differs from its prediction, and the wall swallows all of them. */
const IDLE: Player = { axis: () => -AXIS_MAX };

/** Draws who plays a seat: mostly bots, because their rallies are long, but also the hardest and the easiest to predict. */
export function drawPlayer(random: Random, seat: 0 | 1): Player {
  const kind = random.below(8);
  if (kind === 0) return IDLE;
  // A new input with every tick: each prediction is wrong.
  if (kind === 1) return new RandomHands(random, 1);
  if (kind === 2) return new RandomHands(random, 40);
  return new Bot(kind === 3 ? 2 : 1, seat, random.u32());
}

/** Something that a player does besides holding a paddle. */
export interface Act {
  readonly atMs: number;
  /** Of the player. */
  readonly id: number;
  readonly event: Extract<SessionEvent, SessionEvent>;
}

/** A reader refuses what is more than a burst at once, and an outage can make one of everything. */
const MOST_MESSAGES = 4;
/** Share of players who claim the match as soon as they may. */
const IMPATIENT = 0.3;
/** How often a player who may want another match, or this one, says so, in ms. */
const WISH_EVERY_MS = 3000;

/** Draws what both players do while there are faults, in order of time. */
export function drawActs(random: Random, untilMs: number): Act[] {
  const acts: Act[] = [];
  for (const id of [1, 2]) {
    const at = (event: Act['event']): void => void acts.push({ atMs: random.below(untilMs), id, event });
    for (let left = random.below(MOST_MESSAGES + 1); left > 0; left--) {
      if (random.chance(0.5)) at({ type: 'preset', preset: random.below(PRESETS.length) });
      else at({ type: 'chat', text: `message ${random.u32()}` });
    }
    for (let left = random.below(5); left > 0; left--) at({ type: 'inputDelay', ticks: random.below(MAX_DELAY_TICKS + 1) });
    const impatient = random.chance(IMPATIENT);
    for (let atMs = random.below(WISH_EVERY_MS); atMs < untilMs; atMs += WISH_EVERY_MS) {
      acts.push({ atMs, id, event: { type: 'rematch' } });
      if (impatient) acts.push({ atMs, id, event: { type: 'claim' } });
    }
  }
  return acts.sort((a, b) => a.atMs - b.atMs);
}
