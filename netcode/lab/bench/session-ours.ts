import { Bot } from '../../pong/bot.ts';
import { pongMatch } from '../../pong/pong-match.ts';
import { Phase, STATE_WORDS, Word } from '../../pong/state.ts';
import type { SessionEffect, SessionEvent } from '../../session/events.ts';
import { Session } from '../../session/session.ts';
import { DelayWire } from './delay-wire.ts';
import { TICK_MS, type WholeTicks } from './whole-ticks.ts';

/** One side with its player, and the wire that it sends into. */
class Side {
  readonly session: Session<Int32Array>;
  /** Records that were written so far. */
  records = 0;
  readonly #bot: Bot;
  readonly #outgoing: DelayWire;
  readonly #incoming: DelayWire;
  readonly #from: number;
  readonly #state = new Int32Array(STATE_WORDS);
  readonly #poll: Extract<SessionEvent, { readonly type: 'poll' }> = { type: 'poll', queuedBytes: 0 };
  readonly #fast: Extract<SessionEvent, { readonly type: 'fast' }>;
  readonly #take: (reliable: boolean, bytes: Uint8Array) => void;
  #unstored = 0;
  #nowMs = 0;

  constructor(localId: number, outgoing: DelayWire, incoming: DelayWire) {
    this.#outgoing = outgoing;
    this.#incoming = incoming;
    this.#from = 3 - localId;
    this.#bot = new Bot(2, localId === 1 ? 0 : 1, localId);
    this.#fast = { type: 'fast', from: this.#from, bytes: new Uint8Array(0) };
    this.#take = (reliable, bytes) => {
      this.#fast.bytes = bytes;
      this.#step(reliable ? { type: 'reliable', from: this.#from, bytes } : this.#fast);
    };
    const inputFor = (): number => {
      const { game } = this.session;
      game.read(game.tick, this.#state);
      return this.#bot.axis(this.#state);
    };
    this.session = new Session(pongMatch, {
      inputFor,
      ...{ localId, remoteId: this.#from, name: `Bot ${localId}`, seed: 20_261, inputDelayTicks: 0, graceMs: 15_000 },
      ...{ sessionToken: new Uint8Array(8).fill(localId), resumeSecret: new Uint8Array(32) },
    });
    this.#step({ type: 'linkOpened', from: this.#from });
  }

  /** One tick: what has arrived, what the player holds, and what leaves. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#incoming.takeAll(this.#take);
    for (; this.#unstored > 0; this.#unstored--) this.#step({ type: 'recordStored' });
    if (this.session.confirmed[Word.phase] === Phase.over) this.#step({ type: 'rematch' });
    this.#step(this.#poll);
  }

  #step(event: SessionEvent): void {
    const effects = this.session.step(this.#nowMs, event);
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: SessionEffect): void {
    if (effect.type === 'sendFast' || effect.type === 'sendReliable') {
      this.#outgoing.send(this.#nowMs, effect.type === 'sendReliable', effect.bytes);
    } else if (effect.type === 'record') {
      this.records++;
      this.#unstored++;
    }
  }
}

/** A match of ours. */
export interface OurTicks extends WholeTicks {
  /** Records that both sides have written so far. */
  readonly records: number;
}

/** Two of our sessions, through their public API. */
export function ourSessions(): OurTicks {
  const wires = [new DelayWire(), new DelayWire()] as const;
  const left = new Side(1, wires[0], wires[1]);
  const right = new Side(2, wires[1], wires[0]);
  let frames = 0;
  return {
    frame() {
      // Whole milliseconds: the JavaScript engine boxes a fraction wherever it crosses a call, which is not our doing.
      const nowMs = Math.ceil(++frames * TICK_MS);
      for (const wire of wires) wire.next();
      left.tick(nowMs);
      right.tick(nowMs);
    },
    get ticks() {
      return left.session.game.tick + right.session.game.tick;
    },
    get records() {
      return left.records + right.records;
    },
    check() {
      const { checksumsCompared, checksumsDiffering } = right.session.stats;
      if (checksumsCompared === 0 || checksumsDiffering > 0) throw new Error('our two sides confirmed different states');
    },
  };
}
