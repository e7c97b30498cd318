import { Congestion } from './congestion.ts';
import {
  CHUNK_HEADER_BYTES,
  FORWARD_BYTES,
  FORWARD_PAUSE_MS,
  GAP_BYTES,
  HASTY_BELOW_BYTES,
  MOST_BURST,
  PACKET_ROOM_BYTES,
  SACK_BYTES,
} from './dcsctp.ts';
import { InFlight } from './in-flight.ts';
import { type Chunk, chunkBytes, type Message, type Packet, type Sack, type Stream } from './packet.ts';
import { Reassembly } from './reassembly.ts';
import { Received } from './received.ts';
import { SendQueue } from './send-queue.ts';
import { Timeout } from './timeout.ts';

/** One side of an SCTP association that is up, as Chromium's behaves; without sockets and clock. */
export class SctpEndpoint {
  readonly #queue = new SendQueue();
  readonly #inFlight: InFlight;
  readonly #congestion = new Congestion();
  readonly #timeout = new Timeout();
  readonly #received = new Received();
  readonly #reassembly = new Reassembly();
  readonly #carry: (nowMs: number, packet: Packet) => void;
  #forwardAfterMs = 0;

  /**
   * @param fastResends how often a packet of the unreliable channel is sent again: its `maxRetransmits`
   * @param carry sends a packet to the other side
   */
  constructor(fastResends: number, carry: (nowMs: number, packet: Packet) => void) {
    this.#inFlight = new InFlight(fastResends, (message) => this.#queue.discard(message));
    this.#carry = carry;
  }

  /** When a timer goes off, in ms; infinite while none runs. */
  get timerMs(): number {
    return Math.min(this.#timeout.atMs, this.#received.delayedAtMs);
  }

  /** Congestion window, bytes on their way and smoothed round trip, for whoever looks in. */
  get measured(): { readonly windowBytes: number; readonly inFlightBytes: number; readonly rttMs: number } {
    return { windowBytes: this.#congestion.windowBytes, inFlightBytes: this.#inFlight.bytes, rttMs: this.#timeout.rttMs };
  }

  /** Bytes that wait in a channel, as a page is told. */
  bufferedAmount(stream: Stream): number {
    return this.#queue.bufferedAmount(stream);
  }

  /** Gives a message to a channel. @param bytes 1 or more; not to be changed afterwards */
  send(nowMs: number, stream: Stream, bytes: Uint8Array): void {
    this.#queue.add(stream, bytes);
    this.#sendWaiting(nowMs);
  }

  /** The other side's packet arrives. Messages that are whole by it wait in {@link takeMessage}. */
  receive(nowMs: number, { sack, forwardTsn, chunks, hasty }: Packet): void {
    if (sack !== undefined) this.#acknowledged(nowMs, sack);
    if (forwardTsn !== undefined) this.#received.forward(forwardTsn, nowMs);
    for (const chunk of chunks) if (this.#received.observe(chunk.tsn, hasty, nowMs)) this.#reassembly.add(chunk);
    this.#received.packetEnded(nowMs);
    this.#sendAck(nowMs);
  }

  /** A message that has arrived, in order; undefined when there is none. */
  takeMessage(): Message | undefined {
    return this.#reassembly.whole.shift();
  }

  /** Lets the timers that are due go off. */
  wake(nowMs: number): void {
    if (this.#received.delayedAtMs <= nowMs) {
      this.#received.delayIsOver(nowMs);
      this.#sendAck(nowMs);
    }
    if (this.#timeout.atMs > nowMs) return;
    this.#timeout.backOff(nowMs);
    this.#congestion.timedOut();
    this.#inFlight.missAll();
    this.#sendWaiting(nowMs);
  }

  #acknowledged(nowMs: number, sack: Sack): void {
    const inFlight = this.#inFlight;
    if (inFlight.isStale(sack)) return;
    const roundTripMs = inFlight.roundTripMs(sack, nowMs);
    if (roundTripMs !== undefined) this.#timeout.measure(roundTripMs);
    this.#congestion.acknowledged(sack.cumulative);
    const { bytes } = inFlight;
    const { advanced, ackedBytes, lost } = inFlight.acknowledge(sack, this.#congestion.recovering);
    if (advanced) {
      this.#timeout.stop();
      this.#congestion.grow(bytes, ackedBytes);
    }
    if (lost) this.#congestion.lost(inFlight.newest);
    if (!inFlight.isEmpty) this.#timeout.start(nowMs);
    if (inFlight.hasUrgent) this.#sendUrgent(nowMs);
    this.#sendWaiting(nowMs);
  }

  /** Fast retransmit: one packet, whatever the window. */
  #sendUrgent(nowMs: number): void {
    const chunks = this.#inFlight.takeAgain(PACKET_ROOM_BYTES, true);
    if (chunks.length === 0) return;
    if (chunks[0]?.tsn === this.#inFlight.cumulative + 1) this.#timeout.stop();
    this.#timeout.start(nowMs);
    this.#carry(nowMs, { sack: undefined, forwardTsn: undefined, chunks, hasty: false });
  }

  #sendAck(nowMs: number): void {
    const sack = this.#received.takeDue(false, nowMs);
    if (sack !== undefined) this.#carry(nowMs, { sack, forwardTsn: undefined, chunks: [], hasty: false });
  }

  /** Sends what waits, as far as the window allows, with what is to be told besides. */
  #sendWaiting(nowMs: number): void {
    for (let packets = 0; packets < MOST_BURST; packets++) {
      let room = PACKET_ROOM_BYTES;
      let sack: Sack | undefined;
      let forwardTsn: number | undefined;
      if (packets === 0) {
        sack = this.#received.takeDue(true, nowMs);
        if (sack !== undefined) room -= SACK_BYTES + (sack.runs.length / 2) * GAP_BYTES;
        forwardTsn = this.#takeForward(nowMs);
        if (forwardTsn !== undefined) room -= FORWARD_BYTES;
      }
      const chunks = this.#chunks(nowMs, room);
      if (sack === undefined && forwardTsn === undefined && chunks.length === 0) return;
      this.#carry(nowMs, { sack, forwardTsn, chunks, hasty: this.#congestion.windowBytes < HASTY_BELOW_BYTES });
    }
  }

  #takeForward(nowMs: number): number | undefined {
    if (nowMs < this.#forwardAfterMs) return undefined;
    const { forwardTsn } = this.#inFlight;
    if (forwardTsn !== undefined) this.#forwardAfterMs = nowMs + Math.min(FORWARD_PAUSE_MS, this.#timeout.rttMs);
    return forwardTsn;
  }

  /** Chunks for one packet: first what is to be sent again, then what is new. A message is cut where the window ends. */
  #chunks(nowMs: number, roomBytes: number): readonly Chunk[] {
    const inFlight = this.#inFlight;
    let room = Math.min(Math.max(0, this.#congestion.windowBytes - inFlight.bytes), roomBytes) & ~3;
    const chunks = inFlight.takeAgain(room, false);
    for (const { sizeBytes } of chunks) room -= sizeBytes;
    while (room > CHUNK_HEADER_BYTES) {
      const message = this.#queue.next;
      if (message === undefined) break;
      const length = Math.min(message.bytes.length - message.sentBytes, room - CHUNK_HEADER_BYTES);
      chunks.push(inFlight.add(message, length, nowMs));
      this.#queue.left(message, length);
      room -= chunkBytes(length);
    }
    if (chunks.length > 0) this.#timeout.start(nowMs);
    return chunks;
  }
}
