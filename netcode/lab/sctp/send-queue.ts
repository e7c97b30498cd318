import { FAST, type Message, RELIABLE, type Stream } from './packet.ts';

/** What was given to the channels and has not left yet. The two take turns, message by message. */
export class SendQueue {
  readonly #waiting: readonly [Message[], Message[]] = [[], []];
  readonly #waitingBytes: [number, number] = [0, 0];
  readonly #toldBytes: [number, number] = [0, 0];
  #sequence = 0;
  #last: Stream = FAST;

  add(stream: Stream, bytes: Uint8Array): void {
    const sequence = stream === RELIABLE ? this.#sequence++ : 0;
    this.#waiting[stream].push({ stream, sequence, bytes, sentBytes: 0, heldBytes: 0 });
    this.#waitingBytes[stream] += bytes.length;
    this.#toldBytes[stream] += bytes.length;
  }

  /**
   * What the page reads as `bufferedAmount`: it is told of bytes that left only when none is left (or 100 kB are less, see
   * `SctpDataChannel::MaybeSendOnBufferedAmountChanged`), so it is too much until then.
   */
  bufferedAmount(stream: Stream): number {
    return this.#toldBytes[stream];
  }

  /** The next message, or the rest of the one that has partly left; undefined when nothing waits. */
  get next(): Message | undefined {
    const [reliable, fast] = this.#waiting;
    const [first] = this.#last === RELIABLE ? fast : reliable;
    const [second] = this.#last === RELIABLE ? reliable : fast;
    // A message that was begun is finished before any other.
    if (second !== undefined && second.sentBytes > 0) return second;
    return first ?? second;
  }

  /** So many bytes of the next message leave. */
  left(message: Message, bytes: number): void {
    message.sentBytes += bytes;
    this.#last = message.stream;
    this.#shrink(message, bytes);
    if (message.sentBytes === message.bytes.length) this.#waiting[message.stream].shift();
  }

  /** Drops the rest of a message that was given up. @returns whether there was any */
  discard(message: Message): boolean {
    const rest = message.bytes.length - message.sentBytes;
    if (rest === 0) return false;
    this.#waiting[message.stream].shift();
    this.#shrink(message, rest);
    return true;
  }

  #shrink({ stream }: Message, bytes: number): void {
    this.#waitingBytes[stream] -= bytes;
    if (this.#waitingBytes[stream] === 0) this.#toldBytes[stream] = 0;
  }
}
