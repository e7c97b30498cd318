import { gcm } from '@noble/ciphers/aes.js';

/** Longest plain text of one sealed message, in bytes: a session description and its candidates fit several times. */
export const MAX_SEALED_BYTES = 12_288;
const COUNTER_BYTES = 4;
const TAG_BYTES = 16;

/** The direction of a sealed message. It is bound in, so no message can be sent back to its sender. */
export const SealDirection = { toHost: 1, toJoiner: 2 } as const;

/** Why a sealed message was not opened. */
export type SealRefusal = 'too short' | 'too long' | 'replayed or out of order' | 'forged or damaged';

/**
 * Seals messages of one direction with AES-256-GCM. The nonce is the counter. Counter and direction are also the associated data, so a
 * message can't be forged, changed, replayed, reordered or reflected.
 */
export class Sealer {
  readonly #key: Uint8Array;
  readonly #direction: number;
  #counter = 0;

  /** @param key 32 bytes, for this direction alone */
  constructor(key: Uint8Array, direction: number) {
    this.#key = key;
    this.#direction = direction;
  }

  /** @throws RangeError for more than {@link MAX_SEALED_BYTES} */
  seal(plain: Uint8Array): Uint8Array {
    if (plain.length > MAX_SEALED_BYTES) throw new RangeError(`a sealed message has at most ${MAX_SEALED_BYTES} bytes`);
    this.#counter++;
    const { nonce, bound, counter } = parts(this.#counter, this.#direction);
    const sealed = gcm(this.#key, nonce, bound).encrypt(plain);
    const message = new Uint8Array(COUNTER_BYTES + sealed.length);
    message.set(counter);
    message.set(sealed, COUNTER_BYTES);
    return message;
  }
}

/** Opens what a {@link Sealer} with the same key and direction made, in the order in which it was made. Gaps are allowed, steps back are not. */
export class Opener {
  readonly #key: Uint8Array;
  readonly #direction: number;
  #newest = 0;

  constructor(key: Uint8Array, direction: number) {
    this.#key = key;
    this.#direction = direction;
  }

  /** The plain text, or why there is none. Never throws. */
  open(message: Uint8Array): Uint8Array | SealRefusal {
    if (message.length < COUNTER_BYTES + TAG_BYTES) return 'too short';
    if (message.length > COUNTER_BYTES + MAX_SEALED_BYTES + TAG_BYTES) return 'too long';
    const count = new DataView(message.buffer, message.byteOffset).getUint32(0);
    if (count <= this.#newest) return 'replayed or out of order';
    const { nonce, bound } = parts(count, this.#direction);
    try {
      const plain = gcm(this.#key, nonce, bound).decrypt(message.subarray(COUNTER_BYTES));
      this.#newest = count;
      return plain;
    } catch {
      return 'forged or damaged';
    }
  }
}

function parts(count: number, direction: number): { readonly nonce: Uint8Array; readonly bound: Uint8Array; readonly counter: Uint8Array } {
  const counter = Uint8Array.of(count >>> 24, count >>> 16, count >>> 8, count);
  const nonce = new Uint8Array(12);
  nonce.set(counter, 8);
  return { nonce, bound: Uint8Array.of(direction, ...counter), counter };
}
