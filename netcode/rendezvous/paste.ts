import { ByteReader } from '../wire/bytes.ts';
import { SHARE_BYTES, type Share, scalarFrom } from './cpace.ts';
import {
  type ExchangeKeys,
  finishExchange,
  PLAYER_ID,
  type SealedChannel,
  sameTag,
  sealedChannel,
  startPastedExchange,
} from './exchange.ts';
import { hexOf } from './host-handshake.ts';
import { JOINER_ID_BYTES, RENDEZVOUS_VERSION, TAG_BYTES } from './messages.ts';

/**
 * Connecting by copy and paste: three messages that two people send each other over any chat, sealed with a password that both know.
 * Three are the minimum: sealing requires both shares, and both a WebRTC offer and its answer have to be sealed.
 */

/** First byte of each message. */
const PasteKind = { first: 1, second: 2, third: 3 } as const;

/** Second messages with a wrong password that a first message tolerates. After that a new one is needed, as with a join code. */
const MAX_WRONG_PASSWORDS = 5;

/** Why a message was not taken. */
export type PasteRefusal =
  /** It is no message of this protocol, or not the one that is due now. */
  | 'not-this-text'
  /** It belongs to another attempt. */
  | 'another-attempt'
  | 'other-version'
  | 'wrong-password'
  /** Another wrong password, one too many: the attempt is over. */
  | 'too-many-guesses'
  /** The password is right, but the rest was cut short or changed on the way. */
  | 'damaged';

/** The content of a message, or why it was not taken. */
export type Pasted = { readonly ok: true; readonly plain: Uint8Array } | { readonly ok: false; readonly why: PasteRefusal };

/** The peer that sends the first and the third message. It sends nothing that a password can be tested against before the remote peer has proved to know it. */
export class PasteStarter {
  readonly #id: Uint8Array;
  readonly #own: Share;
  #wrongPasswords = 0;
  #met: { readonly keys: ExchangeKeys; readonly channel: SealedChannel } | undefined;

  /** @param random returns that many bytes from a secure generator */
  constructor(password: Uint8Array, random: (bytes: number) => Uint8Array) {
    this.#id = random(JOINER_ID_BYTES);
    this.#own = startPastedExchange(password, this.#id, scalarFrom(random(64)));
  }

  /** The first message. */
  first(): Uint8Array {
    return Uint8Array.of(PasteKind.first, RENDEZVOUS_VERSION, ...this.#id, ...this.#own.bytes);
  }

  /** Takes the second message. Its content comes from a peer that knows the password. Never throws. */
  takeSecond(bytes: Uint8Array): Pasted {
    const read = readHead(bytes, PasteKind.second, this.#id);
    if (!read.ok) return read;
    const share = read.reader.view(SHARE_BYTES);
    const tag = read.reader.view(TAG_BYTES);
    if (read.reader.failed !== undefined) return { ok: false, why: 'damaged' };
    if (this.#wrongPasswords >= MAX_WRONG_PASSWORDS) return { ok: false, why: 'too-many-guesses' };
    const keys = finishExchange(this.#own, share, this.#id, 'joiner');
    if (keys === undefined || !sameTag(tag, keys.hostTag(PLAYER_ID))) {
      this.#wrongPasswords++;
      return { ok: false, why: this.#wrongPasswords < MAX_WRONG_PASSWORDS ? 'wrong-password' : 'too-many-guesses' };
    }
    const channel = sealedChannel(keys, 'joiner');
    const opened = open(channel, read.reader);
    if (opened.ok) this.#met = { keys, channel };
    return opened;
  }

  /** Known to these two alone, once the second text was taken. */
  get resumeSecret(): Uint8Array | undefined {
    return this.#met?.keys.resumeSecret;
  }

  /** The third message; undefined before the second was taken. */
  third(plain: Uint8Array): Uint8Array | undefined {
    if (this.#met === undefined) return undefined;
    const { keys, channel } = this.#met;
    return Uint8Array.of(PasteKind.third, RENDEZVOUS_VERSION, ...this.#id, ...keys.joinerTag, ...channel.sealer.seal(plain));
  }
}

/** The peer that answers a first message with the second. */
export class PasteAnswerer {
  readonly #id: Uint8Array;
  readonly #own: Share;
  readonly #keys: ExchangeKeys;
  readonly #channel: SealedChannel;

  private constructor(id: Uint8Array, own: Share, keys: ExchangeKeys) {
    this.#id = id;
    this.#own = own;
    this.#keys = keys;
    this.#channel = sealedChannel(keys, 'host');
  }

  /** Takes a first message. Never throws. */
  static take(first: Uint8Array, password: Uint8Array, random: (bytes: number) => Uint8Array): PasteAnswerer | PasteRefusal {
    const read = readHead(first, PasteKind.first, undefined);
    if (!read.ok) return read.why;
    const share = read.reader.view(SHARE_BYTES);
    read.reader.end();
    if (read.reader.failed !== undefined) return 'damaged';
    const own = startPastedExchange(password, read.id, scalarFrom(random(64)));
    const keys = finishExchange(own, share, read.id, 'host');
    return keys === undefined ? 'damaged' : new PasteAnswerer(read.id, own, keys);
  }

  /** Known to these two alone. */
  get resumeSecret(): Uint8Array {
    return this.#keys.resumeSecret;
  }

  /** The second message. */
  second(plain: Uint8Array): Uint8Array {
    const sealed = this.#channel.sealer.seal(plain);
    const tag = this.#keys.hostTag(PLAYER_ID);
    return Uint8Array.of(PasteKind.second, RENDEZVOUS_VERSION, ...this.#id, ...this.#own.bytes, ...tag, ...sealed);
  }

  /** Takes the third message. Never throws. */
  takeThird(bytes: Uint8Array): Pasted {
    const read = readHead(bytes, PasteKind.third, this.#id);
    if (!read.ok) return read;
    const tag = read.reader.view(TAG_BYTES);
    if (read.reader.failed !== undefined) return { ok: false, why: 'damaged' };
    return sameTag(tag, this.#keys.joinerTag) ? open(this.#channel, read.reader) : { ok: false, why: 'wrong-password' };
  }
}

function open(channel: SealedChannel, reader: ByteReader): Pasted {
  const plain = channel.opener.open(reader.view(reader.remaining));
  return typeof plain === 'string' ? { ok: false, why: 'damaged' } : { ok: true, plain };
}

function readHead(
  bytes: Uint8Array,
  kind: number,
  expectedId: Uint8Array | undefined,
): { readonly ok: true; readonly id: Uint8Array; readonly reader: ByteReader } | { readonly ok: false; readonly why: PasteRefusal } {
  const reader = new ByteReader(bytes);
  const found = reader.u8();
  const version = reader.u8();
  if (found < PasteKind.first || found > PasteKind.third || reader.failed !== undefined) return { ok: false, why: 'not-this-text' };
  if (version !== RENDEZVOUS_VERSION) return { ok: false, why: 'other-version' };
  if (found !== kind) return { ok: false, why: 'not-this-text' };
  const id = reader.view(JOINER_ID_BYTES).slice();
  if (reader.failed !== undefined) return { ok: false, why: 'damaged' };
  if (expectedId !== undefined && hexOf(id) !== hexOf(expectedId)) return { ok: false, why: 'another-attempt' };
  return { ok: true, id, reader };
}
