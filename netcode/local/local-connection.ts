import type { SessionEffect, SessionEvent } from '../session/events.ts';
import { type Conditions, Direction, type Link } from './network.ts';
import { Random } from './random.ts';

/** What a session and a table have in common. */
export interface Side {
  readonly localId: number;
  step(nowMs: number, event: SessionEvent): readonly SessionEffect[];
}

/** How often a side is polled, in ms: as often as in a game. */
const POLL_MS = 4;

/**
 * Two players in one process, over a connection with faults from a seed, on a clock that only {@link run} advances. For tests: a run is the
 * same every time, and thousands of times faster than real time.
 */
export class LocalConnection {
  /** From the first side to the second, and back: what is lost and delayed may be changed at any time. */
  readonly links: readonly [Link, Link];
  /** Called with every effect that is neither a packet nor a record. */
  onEffect: ((side: 0 | 1, effect: SessionEffect) => void) | undefined;
  readonly #sides: readonly [Side, Side];
  readonly #ways: readonly [Direction, Direction];
  #nowMs = 0;

  /**
   * Opens the connection at both ends.
   * @param seed any whole number; the same one has the same faults
   */
  constructor(sides: readonly [Side, Side], conditions: Conditions, seed: number) {
    this.#sides = sides;
    this.#ways = [new Direction(conditions, new Random(seed, 'there')), new Direction(conditions, new Random(seed, 'back'))];
    this.links = this.#ways;
    this.give(0, { type: 'linkOpened', from: sides[1].localId });
    this.give(1, { type: 'linkOpened', from: sides[0].localId });
  }

  /** Virtual time in ms, from 0. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Gives an event to a side, and does what it wants done. Records are on the disk immediately. */
  give(side: 0 | 1, event: SessionEvent): void {
    let records = 0;
    for (const effect of this.#sides[side].step(this.#nowMs, event)) {
      if (effect.type === 'sendFast') this.#ways[side].send(this.#nowMs, false, effect.bytes);
      else if (effect.type === 'sendReliable') this.#ways[side].send(this.#nowMs, true, effect.bytes);
      else if (effect.type === 'record') records++;
      else this.onEffect?.(side, effect);
    }
    // Not within the loop: the next step reuses the array.
    for (; records > 0; records--) this.give(side, { type: 'recordStored' });
  }

  /** Lets time pass. */
  run(ms: number): void {
    for (const endMs = this.#nowMs + ms; this.#nowMs < endMs; this.#nowMs += POLL_MS) {
      for (const side of [0, 1] as const) {
        const other = side === 0 ? 1 : 0;
        const from = this.#sides[other].localId;
        this.#ways[other].deliver(this.#nowMs, (reliable, bytes) => this.give(side, { type: reliable ? 'reliable' : 'fast', from, bytes }));
        this.give(side, { type: 'poll' });
      }
    }
  }
}
