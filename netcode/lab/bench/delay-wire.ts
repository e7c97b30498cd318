import type { Wire } from './others/wire.ts';

/** Ticks from one side to the other: 50 ms, so that each side predicts three ticks and is wrong now and then. */
const DELAY_TICKS = 3;
/** Packets of one tick that fit; a start sends a handful. */
const SLOTS = 64;
/** No packet of any library is longer. */
const MAX_BYTES = 16_384;

/** A packet on its way. */
interface Slot {
  readonly bytes: Uint8Array;
  /** Views of {@link bytes}, by length. */
  readonly views: Map<number, Uint8Array>;
  dueTick: number;
  length: number;
  reliable: boolean;
}

/** One direction with a fixed delay and no loss, the same for every contender. Its buffers are used again, so it allocates nothing itself. */
export class DelayWire implements Wire {
  bytes = 0;
  messages = 0;
  readonly #slots: readonly Slot[] = Array.from({ length: SLOTS * (DELAY_TICKS + 1) }, () => ({
    ...{ bytes: new Uint8Array(MAX_BYTES), views: new Map<number, Uint8Array>(), dueTick: 0, length: 0, reliable: false },
  }));
  #tick = 0;
  #first = 0;
  #end = 0;

  /** The next tick begins. */
  next(): void {
    this.#tick++;
  }

  send(_nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    const slot = this.#slots[this.#end % this.#slots.length];
    if (slot === undefined || this.#end - this.#first >= this.#slots.length) throw new Error('more packets than a tick of any library has');
    slot.bytes.set(bytes);
    slot.length = bytes.length;
    slot.reliable = reliable;
    slot.dueTick = this.#tick + DELAY_TICKS;
    this.#end++;
    this.messages++;
    this.bytes += bytes.length;
  }

  /** Hands over what has arrived, in buffers that are used again. */
  takeAll(take: (reliable: boolean, bytes: Uint8Array) => void): void {
    for (; this.#first < this.#end; this.#first++) {
      const slot = this.#slots[this.#first % this.#slots.length];
      if (slot === undefined || slot.dueTick > this.#tick) return;
      let view = slot.views.get(slot.length);
      if (view === undefined) {
        view = slot.bytes.subarray(0, slot.length);
        slot.views.set(slot.length, view);
      }
      take(slot.reliable, view);
    }
  }

  /** The same in buffers of its own, as a data channel does: the other libraries keep what they are given. */
  deliver(_nowMs: number, take: (bytes: Uint8Array) => void): void {
    this.takeAll((_reliable, bytes) => take(bytes.slice()));
  }
}
