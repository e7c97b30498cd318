/** What one connection may send. */
export interface PacketLimits {
  /** Bytes of one MQTT packet behind its fixed header. */
  readonly packetBytes: number;
  /** Packets that may come at once. */
  readonly burstPackets: number;
  /** Packets a second, in the long run. */
  readonly packetsPerSecond: number;
}

/** The length of an MQTT packet takes at most this many bytes. */
const maxLengthBytes = 4;

/**
 * Follows the packets of one MQTT connection without reading them: says when one is too long, before any of it is kept in memory,
 * or when too many come.
 */
export class PacketLimiter {
  readonly #limits: PacketLimits;
  readonly #now: () => number;
  #tokens: number;
  #refilledMs: number;
  /** Bytes of the current packet's body that are still to come. */
  #bodyBytes = 0;
  /** Bytes of the current packet's length read so far; -1 before its first byte. */
  #lengthBytes = -1;
  #length = 0;

  /** @param now a clock in milliseconds that never goes back */
  constructor(limits: PacketLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#tokens = limits.burstPackets;
    this.#refilledMs = now();
  }

  /** Looks at the next bytes of the connection. False: it has broken a limit and has to be cut off. */
  accepts(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#bodyBytes > 0) {
        const skipped = Math.min(this.#bodyBytes, chunk.length - at);
        this.#bodyBytes -= skipped;
        at += skipped;
      } else if (this.#lengthBytes < 0) {
        if (!this.#takeToken()) return false;
        this.#lengthBytes = 0;
        this.#length = 0;
        at++;
      } else if (!this.#acceptsLengthByte(chunk[at++] ?? 0)) return false;
    }
    return true;
  }

  #acceptsLengthByte(byte: number): boolean {
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes++;
    if (this.#length > this.#limits.packetBytes) return false;
    if (byte >= 0x80) return this.#lengthBytes < maxLengthBytes;
    this.#bodyBytes = this.#length;
    this.#lengthBytes = -1;
    return true;
  }

  #takeToken(): boolean {
    const nowMs = this.#now();
    const { burstPackets, packetsPerSecond } = this.#limits;
    this.#tokens = Math.min(burstPackets, this.#tokens + ((nowMs - this.#refilledMs) * packetsPerSecond) / 1_000);
    this.#refilledMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
