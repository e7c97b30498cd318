import type { ChatMessage } from './events.ts';
import { RateLimit } from './rate-limit.ts';

/**
 * A line that has not arrived after this is sent again over the same connection, in ms: the other side has refused it, as one too many or because it was
 * not ready. Longer than a connection lasts over which nothing comes, so that hardly a line goes twice for nothing.
 */
const AGAIN_MS = 5_000;
/** Lines that are kept for those who have not got them: as many as a chat shows. */
const MOST = 50;

/** A line of our own that somebody may not have. */
interface Letter {
  readonly message: ChatMessage;
  /** Its number, if it is a preset, or −1. */
  readonly preset: number;
  /** Who has not said that they have it. */
  readonly owed: Set<number>;
  /** To whom of these it went over the connection that is there now, and when it last did, in ms. */
  readonly sentMs: Map<number, number>;
}

/** Lines of our own on their way: each goes to everybody it is for, again and over another connection as well, until they say that they have it. */
export class ChatPost {
  readonly #burst: number;
  readonly #refillMs: number;
  #letters: Letter[] = [];
  readonly #pace = new Map<number, RateLimit>();

  /**
   * @param burst lines that may go to a peer at once, as after an outage
   * @param refillMs after these, one more each time, in ms
   */
  constructor(burst: number, refillMs: number) {
    this.#burst = burst;
    this.#refillMs = refillMs;
  }

  /** Takes a new line. */
  add(message: ChatMessage, preset: number, to: Iterable<number>): void {
    this.#letters = [...this.#letters, { message, preset, owed: new Set(to), sentMs: new Map<number, number>() }].slice(-MOST);
  }

  /** The newest line is for these as well. */
  alsoFor(peers: Iterable<number>): void {
    const letter = this.#letters.at(-1);
    for (const peer of peers) if (peer !== letter?.message.from) letter?.owed.add(peer);
  }

  /** There is a new connection to a peer: what it has not acknowledged may have been lost with the one before. */
  reconnected(peer: number): void {
    for (const { sentMs } of this.#letters) sentMs.delete(peer);
    // What was said into an outage again and again must not hold it up now.
    this.#pace.delete(peer);
  }

  /** A peer will never come back. */
  forget(peer: number): void {
    for (const { owed } of this.#letters) owed.delete(peer);
    this.#drop();
  }

  /** A peer has a line. */
  heard(peer: number, lamport: number): void {
    for (const { message, owed } of this.#letters) if (message.lamport === lamport) owed.delete(peer);
    this.#drop();
  }

  /** Whether a peer may not have a line yet. */
  owes(peer: number, lamport: number): boolean {
    return this.#letters.some(({ message, owed }) => message.lamport === lamport && owed.has(peer));
  }

  /** The next line that is to go to a peer now; undefined when there is none. */
  next(nowMs: number, peer: number): { readonly message: ChatMessage; readonly preset: number } | undefined {
    // Asked 250 times a second, and mostly in vain.
    if (this.#letters.length === 0) return undefined;
    const owed = this.#letters.filter((letter) => letter.owed.has(peer));
    // Those that never went come first: one that is refused for good must not keep others.
    const letter =
      owed.find(({ sentMs }) => !sentMs.has(peer)) ?? owed.find(({ sentMs }) => nowMs - (sentMs.get(peer) ?? nowMs) >= AGAIN_MS);
    if (letter === undefined) return undefined;
    const pace = this.#pace.get(peer) ?? new RateLimit(this.#burst, this.#refillMs);
    this.#pace.set(peer, pace);
    if (!pace.allow(nowMs)) return undefined;
    letter.sentMs.set(peer, nowMs);
    return letter;
  }

  #drop(): void {
    this.#letters = this.#letters.filter(({ owed }) => owed.size > 0);
  }
}
