import { type Share, scalarFrom } from './cpace.ts';
import { type ExchangeKeys, finishExchange, PLAYER_ID, type SealedChannel, sameTag, sealedChannel, startExchange } from './exchange.ts';
import { hexOf } from './host-handshake.ts';
import type { JoinCode } from './join-code.ts';
import { decodeRendezvous, encodeRendezvous, JOINER_ID_BYTES, RENDEZVOUS_VERSION, RefuseReason, RendezvousKind } from './messages.ts';

/** Ids that a host may assign: one peer plays with it, up to six watch. */
const IDS = Array.from({ length: 7 }, (_, index) => PLAYER_ID + index);

/** Why a joiner was not admitted. */
export type JoinRefusal = 'wrong-code' | 'game-full' | 'other-version' | 'no-such-game';

/** What a joiner wants done; everything is sent to the host's topic. */
export type JoinerStep =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** Both peers have proved that they know the code; signals may follow. The id that the host assigns: 2 to play, 3 to 8 to watch. */
  | { readonly type: 'accepted'; readonly id: number; readonly resumeSecret: Uint8Array }
  | { readonly type: 'signal'; readonly plain: Uint8Array }
  | { readonly type: 'refused'; readonly why: JoinRefusal };

/** The joiner's part of one attempt, without clock and network. */
export class JoinerHandshake {
  /** Last level of the topic on which the host answers. */
  readonly id: string;
  readonly #joiner: Uint8Array;
  readonly #own: Share;
  #keys: ExchangeKeys | undefined;
  #channel: SealedChannel | undefined;
  #refused = false;

  /** @param random returns that many bytes from a secure generator */
  constructor(code: JoinCode, random: (bytes: number) => Uint8Array) {
    this.#joiner = random(JOINER_ID_BYTES);
    this.id = hexOf(this.#joiner);
    this.#own = startExchange(code, this.#joiner, scalarFrom(random(64)));
  }

  /** The first message. May be sent again. */
  knock(): Uint8Array {
    return encodeRendezvous({ kind: RendezvousKind.knock, version: RENDEZVOUS_VERSION, joiner: this.#joiner, share: this.#own.bytes });
  }

  /** Seals a signal for the host. Returns undefined before `accepted`. */
  wrap(plain: Uint8Array): Uint8Array | undefined {
    const sealed = this.#channel?.sealer.seal(plain);
    return sealed && encodeRendezvous({ kind: RendezvousKind.sealed, joiner: this.#joiner, sealed });
  }

  /** Takes a message from the joiner's own topic. Never throws; malformed messages are ignored. */
  receive(bytes: Uint8Array): readonly JoinerStep[] {
    const decoded = decodeRendezvous(bytes);
    if (!decoded.ok || this.#refused) return [];
    const message = decoded.value;
    switch (message.kind) {
      case RendezvousKind.answer: {
        if (this.#keys !== undefined) return [];
        const keys = finishExchange(this.#own, message.share, this.#joiner, 'joiner');
        if (keys === undefined) return [];
        this.#keys = keys;
        return [{ type: 'send', bytes: encodeRendezvous({ kind: RendezvousKind.confirm, joiner: this.#joiner, tag: keys.joinerTag }) }];
      }
      case RendezvousKind.accept: {
        if (this.#keys === undefined || this.#channel !== undefined) return [];
        const { hostTag, resumeSecret } = this.#keys;
        const id = IDS.find((each) => sameTag(message.tag, hostTag(each)));
        if (id === undefined) return this.#refuse('wrong-code');
        this.#channel = sealedChannel(this.#keys, 'joiner');
        return [{ type: 'accepted', id, resumeSecret }];
      }
      case RendezvousKind.refuse:
        return this.#channel === undefined ? this.#refuse(refusalOf(message.reason)) : [];
      case RendezvousKind.sealed: {
        const plain = this.#channel?.opener.open(message.sealed);
        return plain === undefined || typeof plain === 'string' ? [] : [{ type: 'signal', plain }];
      }
      default:
        return [];
    }
  }

  #refuse(why: JoinRefusal): readonly JoinerStep[] {
    this.#refused = true;
    return [{ type: 'refused', why }];
  }
}

function refusalOf(reason: number): JoinRefusal {
  switch (reason) {
    case RefuseReason.wrongCode:
      return 'wrong-code';
    case RefuseReason.full:
      return 'game-full';
    case RefuseReason.version:
      return 'other-version';
    default:
      return 'no-such-game';
  }
}
