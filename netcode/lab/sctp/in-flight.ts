import { MOST_MISSES } from './dcsctp.ts';
import { Chunk, FAST, type Message, type Sack } from './packet.ts';

/** What an acknowledgement told. */
export interface AckNews {
  /** Whether everything up to a later TSN than before is acknowledged. */
  readonly advanced: boolean;
  readonly ackedBytes: number;
  /** Whether a chunk counts as lost now. */
  readonly lost: boolean;
}

/** Chunks that were sent and are not acknowledged by number yet, in the order of their TSNs. */
export class InFlight {
  /** Bytes that count against the window. */
  bytes = 0;
  /** Everything up to here is acknowledged. */
  cumulative = 0;
  /** From {@link cumulative} + 1 on. */
  readonly #chunks: Chunk[] = [];
  /** Chunks that are to be sent again. */
  #again = 0;
  /** Whether one of these is to be sent at once. */
  hasUrgent = false;
  readonly #fastResends: number;
  readonly #discard: (message: Message) => boolean;

  /**
   * @param fastResends how often a chunk of the unreliable stream is sent again before it is given up
   * @param discard drops the part of a message that has not left yet, and says whether there was one
   */
  constructor(fastResends: number, discard: (message: Message) => boolean) {
    this.#fastResends = fastResends;
    this.#discard = discard;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Newest TSN that was used. */
  get newest(): number {
    return this.cumulative + this.#chunks.length;
  }

  /** A part of a message leaves for the first time. */
  add(message: Message, length: number, nowMs: number): Chunk {
    const chunk = new Chunk(this.newest + 1, message, length, nowMs);
    this.#chunks.push(chunk);
    this.bytes += chunk.sizeBytes;
    return chunk;
  }

  /** How long ago the chunk was sent that this acknowledgement completes; undefined when it says nothing of a round trip. */
  roundTripMs({ cumulative, runs }: Sack, nowMs: number): number | undefined {
    const chunk = runs.length === 0 && cumulative > this.cumulative ? this.#at(cumulative) : undefined;
    return chunk === undefined || chunk.resends > 0 ? undefined : nowMs - chunk.sentMs;
  }

  /** Whether an acknowledgement is older than one before, or of what was never sent. */
  isStale({ cumulative, runs }: Sack): boolean {
    return cumulative < this.cumulative || Math.max(cumulative, runs.at(-1) ?? 0) > this.newest;
  }

  /** Takes an acknowledgement that is not stale. */
  acknowledge({ cumulative, runs }: Sack, recovering: boolean): AckNews {
    const advanced = cumulative > this.cumulative;
    let ackedBytes = 0;
    let highest = cumulative;
    while (this.cumulative < cumulative) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) ackedBytes += this.#ack(chunk);
      this.cumulative++;
    }
    for (let i = 0; i < runs.length; i += 2) {
      const last = runs[i + 1] ?? 0;
      for (let tsn = runs[i] ?? 0; tsn <= last; tsn++) {
        const chunk = this.#at(tsn);
        if (chunk === undefined || chunk.acked) continue;
        ackedBytes += this.#ack(chunk);
        if (tsn > highest) highest = tsn;
      }
    }
    const missedTo = recovering && advanced ? (runs.at(-1) ?? cumulative) : highest;
    let lost = false;
    let from = cumulative + 1;
    for (let i = 0; i < runs.length; i += 2) {
      const first = runs[i] ?? 0;
      for (let tsn = from; tsn < first && tsn <= missedTo; tsn++) {
        const chunk = this.#at(tsn);
        if (chunk !== undefined && this.#miss(chunk, false, recovering ? 'later' : 'now')) lost = true;
      }
      from = (runs[i + 1] ?? 0) + 1;
    }
    return { advanced, ackedBytes, lost };
  }

  /** T3 went off: everything that is not acknowledged counts as lost. */
  missAll(): void {
    for (const chunk of this.#chunks.slice()) if (!chunk.acked) this.#miss(chunk, true, 'later');
  }

  /** Takes the chunks out that are to be sent again and fit. @param urgent those that must leave at once; the rest of them waits for the window then */
  takeAgain(roomBytes: number, urgent: boolean): Chunk[] {
    const taken: Chunk[] = [];
    if (this.#again === 0) return taken;
    let room = roomBytes;
    for (const chunk of this.#chunks) {
      if (chunk.again === 'no' || (urgent && chunk.again !== 'now')) continue;
      if (chunk.sizeBytes > room) {
        chunk.again = 'later';
        continue;
      }
      chunk.again = 'no';
      chunk.resends++;
      chunk.misses = 0;
      this.#again--;
      this.bytes += chunk.sizeBytes;
      room -= chunk.sizeBytes;
      taken.push(chunk);
    }
    if (urgent) this.hasUrgent = false;
    return taken;
  }

  /** Up to which TSN the receiver need not wait, when the first chunk was given up. */
  get forwardTsn(): number | undefined {
    if (this.#chunks[0]?.abandoned !== true) return undefined;
    let given = 0;
    while (this.#chunks[given]?.abandoned === true) given++;
    return this.cumulative + given;
  }

  #at(tsn: number): Chunk | undefined {
    return this.#chunks[tsn - this.cumulative - 1];
  }

  #ack(chunk: Chunk): number {
    if (chunk.acked) return 0;
    if (chunk.inFlight) this.bytes -= chunk.sizeBytes;
    if (chunk.again !== 'no') this.#again--;
    chunk.again = 'no';
    chunk.acked = true;
    return chunk.sizeBytes;
  }

  /** @returns whether the chunk counts as lost now */
  #miss(chunk: Chunk, surely: boolean, again: 'now' | 'later'): boolean {
    chunk.misses++;
    if (!chunk.inFlight || (!surely && chunk.misses < MOST_MISSES)) return false;
    if (chunk.message.stream === FAST && chunk.resends >= this.#fastResends) this.#abandon(chunk.message);
    else {
      this.bytes -= chunk.sizeBytes;
      chunk.again = again;
      if (again === 'now') this.hasUrgent = true;
      this.#again++;
    }
    return true;
  }

  /** Gives a message up, with all of its parts. */
  #abandon(message: Message): void {
    if (this.#discard(message)) {
      // The receiver must not take the next message for the rest of this one: a TSN that is never sent stands for its end.
      const end = new Chunk(this.newest + 1, message, 0, 0);
      end.acked = true;
      this.#chunks.push(end);
    }
    for (const chunk of this.#chunks) {
      if (chunk.message !== message || chunk.abandoned) continue;
      if (chunk.inFlight) this.bytes -= chunk.sizeBytes;
      if (chunk.again !== 'no') this.#again--;
      chunk.again = 'no';
      chunk.abandoned = true;
    }
  }
}
