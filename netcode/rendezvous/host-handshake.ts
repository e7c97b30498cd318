import { scalarFrom } from './cpace.ts';
import { type ExchangeKeys, finishExchange, PLAYER_ID, type SealedChannel, sameTag, sealedChannel, startExchange } from './exchange.ts';
import type { JoinCode } from './join-code.ts';
import { decodeRendezvous, encodeRendezvous, RENDEZVOUS_VERSION, RefuseReason, RendezvousKind } from './messages.ts';

/** Wrong guesses that end a code: 5 of 2^20 leave a guesser a chance of 1 in 200,000. */
export const MAX_WRONG_GUESSES = 5;
/** How long a code may be used, in ms: time to tell it to another player, not to leave it lying around. */
export const CODE_LIFE_MS = 600_000;
/** Exchanges that may be in progress simultaneously. The oldest makes room, so a flood can't fill the memory. */
const MAX_OPEN = 16;

/** What a host wants done. `to` is a joiner's id in hexadecimal, the last level of its topic. */
export type HostStep =
  | { readonly type: 'send'; readonly to: string; readonly bytes: Uint8Array }
  /** A joiner has proved that it knows the code, and was given a peer id; signals may follow. */
  | { readonly type: 'accepted'; readonly id: number; readonly resumeSecret: Uint8Array }
  /** A sealed signal of an accepted joiner, opened. */
  | { readonly type: 'signal'; readonly id: number; readonly plain: Uint8Array }
  /** The code has ended; offer another one. */
  | { readonly type: 'ended'; readonly why: 'guessed' | 'expired' };

interface OpenExchange {
  readonly keys: ExchangeKeys;
  readonly answer: Uint8Array;
}

interface Accepted {
  readonly id: number;
  readonly joiner: Uint8Array;
  readonly bytes: Uint8Array;
  readonly channel: SealedChannel;
}

/** The host's part of the handshake for one code, without clock and network. It admits every joiner that proves to know the code while there is a free place. */
export class HostHandshake {
  readonly code: JoinCode;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #openedMs: number;
  readonly #open = new Map<string, OpenExchange>();
  #wrongGuesses = 0;
  #ended = false;
  /** By the joiner's id in hexadecimal. */
  readonly #accepted = new Map<string, Accepted>();
  readonly #freeId: () => number | undefined;

  /**
   * @param random returns that many bytes from a secure generator
   * @param freeId the peer id that the next joiner gets; undefined when the game is full. By default the first joiner is the other player, and the only one
   */
  constructor(code: JoinCode, random: (bytes: number) => Uint8Array, nowMs: number, freeId?: () => number | undefined) {
    this.code = code;
    this.#random = random;
    this.#openedMs = nowMs;
    this.#freeId = freeId ?? (() => (this.#accepted.size === 0 ? PLAYER_ID : undefined));
  }

  /** Milliseconds until the code expires. */
  lifeMs(nowMs: number): number {
    return Math.max(0, this.#openedMs + CODE_LIFE_MS - nowMs);
  }

  /** Takes a message from the host's topic. Never throws; malformed messages are ignored. */
  receive(nowMs: number, bytes: Uint8Array): readonly HostStep[] {
    const decoded = decodeRendezvous(bytes);
    if (!decoded.ok) return [];
    const message = decoded.value;
    if (message.kind === RendezvousKind.knock) return this.#knock(nowMs, message.version, message.joiner, message.share);
    if (message.kind === RendezvousKind.confirm) return this.#confirm(nowMs, message.joiner, message.tag);
    if (message.kind !== RendezvousKind.sealed) return [];
    const accepted = this.#accepted.get(hexOf(message.joiner));
    if (accepted === undefined) return [];
    const plain = accepted.channel.opener.open(message.sealed);
    return typeof plain === 'string' ? [] : [{ type: 'signal', id: accepted.id, plain }];
  }

  #knock(nowMs: number, version: number, joiner: Uint8Array, share: Uint8Array): readonly HostStep[] {
    const to = hexOf(joiner);
    if (version !== RENDEZVOUS_VERSION) return [refuse(to, RefuseReason.version)];
    if (this.#accepted.has(to)) return [];
    if (this.#freeId() === undefined) return [refuse(to, RefuseReason.full)];
    if (this.#dead(nowMs)) return [refuse(to, RefuseReason.expired)];
    const known = this.#open.get(to);
    if (known !== undefined) return [{ type: 'send', to, bytes: known.answer }];
    const own = startExchange(this.code, joiner, scalarFrom(this.#random(64)));
    const keys = finishExchange(own, share, joiner, 'host');
    if (keys === undefined) return [];
    const answer = encodeRendezvous({ kind: RendezvousKind.answer, share: own.bytes });
    for (const oldest of this.#open.keys()) {
      if (this.#open.size < MAX_OPEN) break;
      this.#open.delete(oldest);
    }
    this.#open.set(to, { keys, answer });
    return [{ type: 'send', to, bytes: answer }];
  }

  #confirm(nowMs: number, joiner: Uint8Array, tag: Uint8Array): readonly HostStep[] {
    const to = hexOf(joiner);
    // MQTT may deliver twice: send the same answer again, and begin no second match.
    const before = this.#accepted.get(to);
    if (before !== undefined) return [{ type: 'send', to, bytes: before.bytes }];
    const exchange = this.#open.get(to);
    if (exchange === undefined) return [];
    this.#open.delete(to);
    const id = this.#freeId();
    if (id === undefined) return [refuse(to, RefuseReason.full)];
    if (this.#dead(nowMs)) return [refuse(to, RefuseReason.expired)];
    if (!sameTag(tag, exchange.keys.joinerTag)) {
      this.#wrongGuesses++;
      const refusal = refuse(to, RefuseReason.wrongCode);
      if (this.#wrongGuesses < MAX_WRONG_GUESSES) return [refusal];
      this.#ended = true;
      return [refusal, { type: 'ended', why: 'guessed' }];
    }
    const bytes = encodeRendezvous({ kind: RendezvousKind.accept, tag: exchange.keys.hostTag(id) });
    const channel = sealedChannel(exchange.keys, 'host');
    // The earlier holder of the place no longer has one.
    for (const [earlier, { id: taken }] of this.#accepted) if (taken === id) this.#accepted.delete(earlier);
    this.#accepted.set(to, { id, joiner: joiner.slice(), bytes, channel });
    return [
      { type: 'send', to, bytes },
      { type: 'accepted', id, resumeSecret: exchange.keys.resumeSecret },
    ];
  }

  /** Seals a signal for an accepted joiner. Returns undefined when there is none with that id. */
  wrap(plain: Uint8Array, id: number = PLAYER_ID): HostStep | undefined {
    const [to, accepted] = [...this.#accepted].find(([, each]) => each.id === id) ?? [];
    if (to === undefined || accepted === undefined) return undefined;
    const sealed = accepted.channel.sealer.seal(plain);
    return { type: 'send', to, bytes: encodeRendezvous({ kind: RendezvousKind.sealed, joiner: accepted.joiner, sealed }) };
  }

  /** Ends the code when its time is over. */
  poll(nowMs: number): readonly HostStep[] {
    if (this.#ended || this.#freeId() === undefined || this.lifeMs(nowMs) > 0) return [];
    this.#ended = true;
    return [{ type: 'ended', why: 'expired' }];
  }

  /** Turns away the joiners that are about to prove that they know the code. */
  close(): readonly HostStep[] {
    const reason = this.#freeId() === undefined ? RefuseReason.full : RefuseReason.expired;
    const refusals = Array.from(this.#open.keys(), (to) => refuse(to, reason));
    this.#open.clear();
    return refusals;
  }

  #dead(nowMs: number): boolean {
    return this.#ended || this.lifeMs(nowMs) === 0;
  }
}

function refuse(to: string, reason: number): HostStep {
  return { type: 'send', to, bytes: encodeRendezvous({ kind: RendezvousKind.refuse, reason }) };
}

/** Bytes in lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
