import { plainChat } from '../text/chat-text.ts';
import { equalBytes } from '../wire/bytes.ts';
import { type Control, ControlKind, PRESETS } from '../wire/control.ts';
import { ChatPost } from './chat-post.ts';
import type { ChatMessage, SessionEvent } from './events.ts';
import { RateLimit } from './rate-limit.ts';

/** A person may send this many messages at once, and one more each {@link REFILL_MS}; others are refused. */
const BURST = 5;
const REFILL_MS = 1500;
/** Of another peer more are taken: those that were sent at that pace may come in heaps. */
const HEARD_BURST = 10;
const HEARD_REFILL_MS = 1000;
/** Newest messages of a writer that are known again when they come once more, over another connection. */
const KNOWN_AGAIN = 64;
/** Clocks stay below this: one at its end would leave nobody a time to stamp with. */
const LAMPORT_LIMIT = 0xffffff00;
/** More messages than eight writers can stamp in half a day of one epoch, and few enough for thousands of restarts. */
const RESTART_JUMP = 1 << 18;
/**
 * The most that one message moves our clock: several restarts. A clock that is further ahead is a lie, or was led there by one that we did not
 * hear; so the message is taken, as if it were no further.
 */
const MAX_AHEAD = 1 << 20;

/** A chat message on the wire. */
export type ChatControl = Extract<Control, { readonly kind: typeof ControlKind.chat }>;
/** The word that it is there. */
export type Heard = Extract<Control, { readonly kind: typeof ControlKind.heard }>;

/**
 * Chat of one peer: Lamport's logical clock (Lamport 1978), which orders messages alike on every peer, rate limits both ways, and what others
 * have not got yet.
 */
export class Chat {
  /** Lamport clock: rises with every message sent, and past every message received. */
  lamport = 0;
  /** Our own messages on their way. */
  readonly post = new ChatPost(BURST, REFILL_MS);
  readonly #localId: number;
  readonly #for: readonly number[];
  readonly #sending = new RateLimit(BURST, REFILL_MS);
  /** One for each writer: nobody can use up another one's turn. */
  readonly #receiving = new Map<number, RateLimit>();
  /** What came of each writer, newest last. */
  readonly #known = new Map<number, string[]>();

  /** @param others ids of those for whom each message is at least */
  constructor(localId: number, ...others: readonly number[]) {
    this.#localId = localId;
    this.#for = others;
  }

  /**
   * Stamps a message of our own and gives it to the {@link post}; undefined when it is empty or too many were sent.
   * @param preset its number, if it is a preset
   */
  write(nowMs: number, text: string, preset = -1): ChatMessage | undefined {
    const plain = plainChat(text);
    if (plain === '' || !this.#sending.allow(nowMs)) return undefined;
    this.#count();
    const message = { lamport: this.lamport, from: this.#localId, text: plain };
    this.post.add(message, preset, this.#for);
    return message;
  }

  /** Sends what is due to a peer that can be reached; a preset goes as its number alone. */
  deliver(nowMs: number, peer: number, token: Uint8Array, send: (message: ChatControl) => void): void {
    for (let due = this.post.next(nowMs, peer); due !== undefined; due = this.post.next(nowMs, peer)) {
      const { preset, message } = due;
      send({ kind: ControlKind.chat, token, ...message, preset, text: preset < 0 ? message.text : '' });
    }
  }

  /** Stamps a preset message; undefined when there is no such preset or too many were sent. */
  writePreset(nowMs: number, preset: number): ChatMessage | undefined {
    return this.write(nowMs, PRESETS[preset] ?? '', preset);
  }

  /** Stamps what our player says; undefined as above. */
  say(nowMs: number, event: Extract<SessionEvent, { readonly type: 'chat' | 'preset' }>): ChatMessage | undefined {
    return event.type === 'chat' ? this.write(nowMs, event.text) : this.writePreset(nowMs, event.preset);
  }

  /**
   * Goes on after a restart. The log knows the clock only as of the newest epoch; what was stamped since is jumped over, because
   * others may have seen it.
   * @param lamport as the log says
   */
  restart(lamport: number): void {
    this.lamport = Math.min(lamport + RESTART_JUMP, LAMPORT_LIMIT - 1);
  }

  /**
   * Takes another peer's clock over when it is ahead of ours, as after a restart.
   * @param lamport of a player, whose match this is
   */
  catchUp(lamport: number): void {
    this.lamport = Math.max(this.lamport, Math.min(lamport, LAMPORT_LIMIT - 1));
  }

  /** At the clock's end messages still come and go, only no longer in order. */
  #count(): void {
    this.lamport = Math.min(this.lamport + 1, LAMPORT_LIMIT - 1);
  }

  /**
   * Takes a message that came from a peer; undefined when it has come before, is not of this session or not the peer's own, too. Takes the
   * peer's word as well that one of ours is there.
   * @param reply tells the peer that its message is here
   */
  hear(
    nowMs: number,
    peer: number,
    sessionToken: Uint8Array,
    message: ChatControl | Heard,
    reply: (heard: Heard) => void,
  ): ChatMessage | undefined {
    if (message.kind === ControlKind.heard) {
      this.post.heard(peer, message.lamport);
      return undefined;
    }
    const { token, from, lamport, preset, text } = message;
    if (from !== peer || !equalBytes(token, sessionToken)) return undefined;
    const known = this.#known.get(from) ?? [];
    // The text as well: a writer that was restarted twice may stamp another one with the same time.
    const key = `${lamport} ${preset} ${text}`;
    const isKnown = known.includes(key);
    const said = isKnown ? undefined : this.read(nowMs, lamport, from, preset, text);
    if (said === undefined && !isKnown) return undefined;
    if (!isKnown) this.#known.set(from, [...known, key].slice(-KNOWN_AGAIN));
    reply({ kind: ControlKind.heard, lamport });
    return said;
  }

  /** Takes a message of another peer; undefined when it is empty, forged in our name, or one too many. */
  read(nowMs: number, lamport: number, from: number, preset: number, text: string): ChatMessage | undefined {
    const plain = preset < 0 ? plainChat(text) : (PRESETS[preset] ?? '');
    if (plain === '' || from === this.#localId || !this.#limitOf(from).allow(nowMs)) return undefined;
    if (lamport >= LAMPORT_LIMIT) return undefined;
    const near = Math.min(lamport, this.lamport + MAX_AHEAD);
    this.catchUp(near);
    this.#count();
    return { lamport: near, from, text: plain };
  }

  #limitOf(from: number): RateLimit {
    const limit = this.#receiving.get(from) ?? new RateLimit(HEARD_BURST, HEARD_REFILL_MS);
    this.#receiving.set(from, limit);
    return limit;
  }
}
