import { Random } from '../../local/random.ts';
import type { End } from '../connection.ts';
import {
  conditionsOf,
  MESSAGE_BYTES,
  MESSAGE_EVERY_MS,
  PACKET_BYTES,
  type Pattern,
  type PatternLog,
  RECORD_MS,
  WARM_UP_MS,
} from './pattern.ts';
import { SctpWire } from './sctp-wire.ts';

/** What a proxy that looks every ms, and a window's own threads, add to a packet's way. */
const HAND_OVER_MS = 0.5;

/** One side of a run: when it sends next, and what came of it. */
class Side {
  readonly due: [number, boolean][] = [];
  readonly arrivedMs: number[] = [];
  readonly messageMs: number[] = [];
  readonly #everyMs: number;
  readonly #startMs: number;
  #packets = 0;
  #messages = 0;

  constructor({ packetsPerSecond }: Pattern, random: Random) {
    this.#everyMs = 1000 / packetsPerSecond;
    this.#startMs = random.unit() * this.#everyMs;
  }

  get packetMs(): number {
    return this.#startMs + this.#packets * this.#everyMs;
  }

  get messageAtMs(): number {
    return this.#startMs + this.#messages * MESSAGE_EVERY_MS;
  }

  get nextMs(): number {
    return Math.min(this.packetMs, this.messageAtMs);
  }

  /** Sends what is due. */
  send(wire: SctpWire, end: End, nowMs: number): void {
    if (this.packetMs <= nowMs) {
      this.#packets++;
      if (nowMs >= WARM_UP_MS) this.due.push([nowMs, wire.queuedBytes(end) > 0]);
      wire.send(end, nowMs, false, new Uint8Array(PACKET_BYTES));
    }
    if (this.messageAtMs <= nowMs) {
      this.#messages++;
      const bytes = new Uint8Array(MESSAGE_BYTES);
      new DataView(bytes.buffer).setFloat64(0, nowMs);
      wire.send(end, nowMs, true, bytes);
    }
  }

  /** What the other side sent arrives. */
  take(nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (nowMs < WARM_UP_MS) return;
    if (reliable) this.messageMs.push(nowMs - new DataView(bytes.buffer).getFloat64(0));
    else this.arrivedMs.push(nowMs);
  }
}

/** Plays a pattern over the model. @returns what each direction showed */
export function playPattern(pattern: Pattern, seed: number): readonly [PatternLog, PatternLog] {
  const conditions = conditionsOf(pattern);
  const delayMs = conditions.delayMs + HAND_OVER_MS;
  const wire = new SctpWire({ ...conditions, delayMs }, new Random(seed, 'there'), new Random(seed, 'back'), { ...pattern, freshMs: 0 });
  const random = new Random(seed, 'sides');
  const sides = [new Side(pattern, random), new Side(pattern, random)] as const;
  for (let nowMs = 0; nowMs < WARM_UP_MS + RECORD_MS; ) {
    nowMs = Math.min(sides[0].nextMs, sides[1].nextMs, wire.nextMs(0), wire.nextMs(1));
    for (const end of [0, 1] as const) {
      wire.deliver(end, nowMs, (reliable, bytes) => sides[end].take(nowMs, reliable, bytes));
      while (sides[end].nextMs <= nowMs) sides[end].send(wire, end, nowMs);
    }
  }
  const [one, two] = sides;
  return [
    { due: one.due, arrivedMs: two.arrivedMs, messageMs: two.messageMs },
    { due: two.due, arrivedMs: one.arrivedMs, messageMs: one.messageMs },
  ];
}
