import { type Control, encodeControl } from '../wire/control.ts';
import type { Heartbeat } from '../wire/heartbeat.ts';
import type { SessionEffect } from './events.ts';
import type { PacketPort } from './packet-port.ts';
import type { Quality } from './quality.ts';

/** What leaves a session, as effects, and counted. Packets are made in buffers that are used again. */
export class Outbox {
  readonly #effects: SessionEffect[];
  readonly #packets: PacketPort;
  readonly #quality: Quality;
  #sequence = 0;
  readonly #fast: { type: 'sendFast'; bytes: Uint8Array } = { type: 'sendFast', bytes: new Uint8Array(0) };

  /**
   * @param effects takes what is to be sent
   * @param packets makes packets
   * @param quality counts the bytes
   */
  constructor(effects: SessionEffect[], packets: PacketPort, quality: Quality) {
    this.#effects = effects;
    this.#packets = packets;
    this.#quality = quality;
  }

  /**
   * Sends a message on the reliable channel.
   * @returns its bytes
   */
  send(message: Control): Uint8Array {
    const bytes = encodeControl(message);
    this.#quality.sentOther(bytes.length);
    this.#effects.push({ type: 'sendReliable', bytes });
    return bytes;
  }

  /** Sends a packet that is neither inputs nor a heartbeat. @param bytes not used again by the caller for anything else */
  packet(bytes: Uint8Array): void {
    this.#quality.sentOther(bytes.length);
    this.#effects.push({ type: 'sendFast', bytes });
  }

  /** Sends the inputs that were filled into the port's packet. */
  inputs(nowMs: number): void {
    const packet = this.#packets.outgoingInput;
    packet.sequence = this.#sequence;
    this.#sequence = (this.#sequence + 1) & 0xff;
    this.#fast.bytes = this.#packets.encodeInput();
    this.#quality.sent(packet.inputsEnd, nowMs, this.#fast.bytes.length);
    this.#effects.push(this.#fast);
  }

  /** Sends a heartbeat. */
  heartbeat(heartbeat: Heartbeat): void {
    Object.assign(this.#packets.outgoingHeartbeat, heartbeat);
    this.#fast.bytes = this.#packets.encodeHeartbeat();
    this.#quality.sentOther(this.#fast.bytes.length);
    this.#effects.push(this.#fast);
  }

  /** Sends the port's resume packet. A heartbeat leaves with it, so it has bytes of its own. */
  resume(): void {
    this.packet(this.#packets.encodeResume().slice());
  }
}
