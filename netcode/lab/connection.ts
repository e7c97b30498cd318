import type { Link } from '../local/network.ts';
import type { Take, Wire } from './wire.ts';

/** One of the two ends of a connection. */
export type End = 0 | 1;

/** What an end is told of its connection. */
export type News = 'opened' | 'closed';

interface Coming {
  readonly atMs: number;
  readonly what: News;
  /** Of the connection that is meant. */
  readonly number: number;
}

/** A connection between two peers, and those that take its place one after the other. Each end learns of a change at its own time. */
export class Connection {
  readonly #wire: Wire;
  /** Number of the newest connection, and of the one that each end believes to have; 0 for none. */
  #newest = 0;
  readonly #has: [number, number] = [0, 0];
  readonly #coming: [Coming | undefined, Coming | undefined] = [undefined, undefined];

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** From end 0 to end 1, and back. */
  get links(): readonly [Link, Link] {
    return this.#wire.links;
  }

  /** Whether both ends have the same connection, as far as they have been told. */
  get isWhole(): boolean {
    return this.#has[0] === this.#newest && this.#has[1] === this.#newest;
  }

  /** Whether nothing gets through, one way at least. */
  get isCut(): boolean {
    return this.links[0].cut || this.links[1].cut;
  }

  /** Sends from an end, to nobody when there is nobody at the other one. */
  send(end: End, nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    if (this.#has[end] === this.#newest) this.#wire.send(end, nowMs, reliable, bytes);
  }

  /** Bytes that wait in the unreliable channel at an end. */
  queuedBytes(end: End): number {
    return this.#has[end] === this.#newest ? this.#wire.queuedBytes(end) : 0;
  }

  /** When an end next hears something, in ms: a packet, or news of the connection itself. */
  nextMs(end: End): number {
    const newsMs = this.#coming[end]?.atMs ?? Number.POSITIVE_INFINITY;
    return this.#has[end] === this.#newest ? Math.min(newsMs, this.#wire.nextMs(end)) : newsMs;
  }

  /** Hands over what has arrived at an end by now. */
  deliver(end: End, nowMs: number, take: Take): void {
    if (this.#has[end] === this.#newest && this.#wire.nextMs(end) <= nowMs) this.#wire.deliver(end, nowMs, take);
  }

  /** What an end is to be told by now; each is told once. */
  takeNews(end: End, nowMs: number): News | undefined {
    const news = this.#coming[end];
    if (news === undefined || news.atMs > nowMs) return undefined;
    this.#coming[end] = undefined;
    this.#has[end] = news.what === 'opened' ? news.number : 0;
    return news.what;
  }

  /**
   * Opens a new connection in place of the one before, whose packets are lost.
   * @param first the end that learns of it at once
   * @param lagMs how much later the other one does; what the first says by then waits for it
   */
  open(nowMs: number, first: End, lagMs: number): void {
    this.#sever();
    this.#tell(first, nowMs, 'opened');
    this.#tell(opposite(first), nowMs + lagMs, 'opened');
  }

  /** The connection dies, and an end is told at once. The other one hears nothing more. */
  close(end: End, nowMs: number): void {
    this.#sever();
    this.#tell(end, nowMs, 'closed');
  }

  /** The connection is closed by an end that does not want it, and both know. */
  refuse(nowMs: number): void {
    this.#sever();
    for (const end of [0, 1] as const) this.#tell(end, nowMs, 'closed');
  }

  /** The process at an end is gone. What it had sent is on its way; what was sent to it is for nobody. */
  vanish(end: End): void {
    this.#has[end] = 0;
    this.#coming[end] = undefined;
    this.#wire.vanish(end);
  }

  #tell(end: End, atMs: number, what: News): void {
    this.#coming[end] = { atMs, what, number: this.#newest };
  }

  #sever(): void {
    this.#newest++;
    this.#wire.renew();
  }
}

/** The other end. */
export function opposite(end: End): End {
  return end === 0 ? 1 : 0;
}
