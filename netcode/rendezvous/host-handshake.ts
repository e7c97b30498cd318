import { scalarFrom } from './cpace.ts';
import { type ExchangeKeys, finishExchange, type SealedChannel, sameTag, sealedChannel, startExchange } from './exchange.ts';
import type { JoinCode } from './join-code.ts';
import { decodeRendezvous, encodeRendezvous, RENDEZVOUS_VERSION, RefuseReason, RendezvousKind } from './messages.ts';

/** Wrong guesses that end a code: 5 of 2^20 leave a guesser a chance of 1 in 200,000. */
export const MAX_WRONG_GUESSES = 5;
/** How long a code may be used, in ms: time to tell it to somebody, not to leave it lying about. */
export const CODE_LIFE_MS = 600_000;
/** Exchanges that may be under way at once; the oldest makes room, so that a flood can't fill the memory. */
const MAX_OPEN = 16;

/** What a host wants done. `to` is a joiner's id in hexadecimal, the last level of its topic. */
export type HostStep =
  | { readonly type: 'send'; readonly to: string; readonly bytes: Uint8Array }
  /** A joiner has proved that it knows the code; signals may follow. */
  | { readonly type: 'accepted'; readonly resumeSecret: Uint8Array }
  /** A sealed signal of the accepted joiner, opened. */
  | { readonly type: 'signal'; readonly plain: Uint8Array }
  /** The code is dead; offer another one. */
  | { readonly type: 'ended'; readonly why: 'guessed' | 'expired' };

interface OpenExchange {
  readonly keys: ExchangeKeys;
  readonly answer: Uint8Array;
}

/** The host's side of one join code, without clock and network: lets in the first joiner that proves to know it. */
export class HostHandshake {
  readonly code: JoinCode;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #openedMs: number;
  readonly #open = new Map<string, OpenExchange>();
  #wrongGuesses = 0;
  #ended = false;
  #accepted: { readonly id: string; readonly joiner: Uint8Array; readonly bytes: Uint8Array; readonly channel: SealedChannel } | undefined;

  /** @param random gives that many random bytes, as good as there are */
  constructor(code: JoinCode, random: (bytes: number) => Uint8Array, nowMs: number) {
    this.code = code;
    this.#random = random;
    this.#openedMs = nowMs;
  }

  /** Milliseconds until the code expires. */
  lifeMs(nowMs: number): number {
    return Math.max(0, this.#openedMs + CODE_LIFE_MS - nowMs);
  }

  /** Takes a message from the host's topic. Never throws; what makes no sense is ignored. */
  receive(nowMs: number, bytes: Uint8Array): readonly HostStep[] {
    const decoded = decodeRendezvous(bytes);
    if (!decoded.ok) return [];
    const message = decoded.value;
    if (message.kind === RendezvousKind.knock) return this.#knock(nowMs, message.version, message.joiner, message.share);
    if (message.kind === RendezvousKind.confirm) return this.#confirm(nowMs, message.joiner, message.tag);
    if (message.kind === RendezvousKind.sealed && this.#accepted?.id === hexOf(message.joiner)) {
      const plain = this.#accepted.channel.opener.open(message.sealed);
      return typeof plain === 'string' ? [] : [{ type: 'signal', plain }];
    }
    return [];
  }

  #knock(nowMs: number, version: number, joiner: Uint8Array, share: Uint8Array): readonly HostStep[] {
    const to = hexOf(joiner);
    if (version !== RENDEZVOUS_VERSION) return [refuse(to, RefuseReason.version)];
    if (this.#accepted !== undefined) return this.#accepted.id === to ? [] : [refuse(to, RefuseReason.full)];
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
    // MQTT may deliver twice: the same answer again, and no second match.
    if (this.#accepted?.id === to) return [{ type: 'send', to, bytes: this.#accepted.bytes }];
    const exchange = this.#open.get(to);
    if (exchange === undefined) return [];
    this.#open.delete(to);
    if (this.#accepted !== undefined) return [refuse(to, RefuseReason.full)];
    if (this.#dead(nowMs)) return [refuse(to, RefuseReason.expired)];
    if (!sameTag(tag, exchange.keys.joinerTag)) {
      this.#wrongGuesses++;
      const refusal = refuse(to, RefuseReason.wrongCode);
      if (this.#wrongGuesses < MAX_WRONG_GUESSES) return [refusal];
      this.#ended = true;
      return [refusal, { type: 'ended', why: 'guessed' }];
    }
    const bytes = encodeRendezvous({ kind: RendezvousKind.accept, tag: exchange.keys.hostTag });
    const channel = sealedChannel(exchange.keys, 'host');
    this.#accepted = { id: to, joiner: joiner.slice(), bytes, channel };
    return [
      { type: 'send', to, bytes },
      { type: 'accepted', resumeSecret: exchange.keys.resumeSecret },
    ];
  }

  /** A signal for the accepted joiner, sealed; undefined before there is one. */
  wrap(plain: Uint8Array): HostStep | undefined {
    const accepted = this.#accepted;
    if (accepted === undefined) return undefined;
    const sealed = accepted.channel.sealer.seal(plain);
    return { type: 'send', to: accepted.id, bytes: encodeRendezvous({ kind: RendezvousKind.sealed, joiner: accepted.joiner, sealed }) };
  }

  /** Ends the code when its time is over. */
  poll(nowMs: number): readonly HostStep[] {
    if (this.#ended || this.#accepted !== undefined || this.lifeMs(nowMs) > 0) return [];
    this.#ended = true;
    return [{ type: 'ended', why: 'expired' }];
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
