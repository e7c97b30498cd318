import type { Timeline } from '../history/timeline.ts';
import { ByteWriter } from '../wire/bytes.ts';
import { type Control, encodeControl } from '../wire/control.ts';
import { encodeHeartbeat, type Heartbeat, MAX_HEARTBEAT_BYTES } from '../wire/heartbeat.ts';
import { emptyInputPacket, encodeInputPacket, MAX_INPUT_PACKET_BYTES } from '../wire/input-packet.ts';
import { emptyResumePacket, encodeResumePacket, MAX_RESUME_PACKET_BYTES } from '../wire/resume-packet.ts';
import type { SessionEffect } from './events.ts';
import type { InputExchange } from './input-exchange.ts';

/** Everything that leaves a session for the other side: filled, encoded and counted here. A packet with inputs allocates nothing. */
export class Transport {
  /** The resume packet of the newest epoch that this side began, sent again until it is heard. */
  readonly resume = emptyResumePacket();
  readonly #effects: SessionEffect[];
  readonly #exchange: InputExchange;
  readonly #input = emptyInputPacket();
  readonly #writer = new ByteWriter(Math.max(MAX_INPUT_PACKET_BYTES, MAX_HEARTBEAT_BYTES, MAX_RESUME_PACKET_BYTES));
  /** Views of the writer's buffer, by length. */
  readonly #views: Uint8Array[] = [];
  readonly #fast: { type: 'sendFast'; bytes: Uint8Array } = { type: 'sendFast', bytes: new Uint8Array(0) };
  #sequence = 0;

  /**
   * @param effects takes what is to be sent
   * @param exchange knows what the other side may lack, and counts the bytes
   */
  constructor(effects: SessionEffect[], exchange: InputExchange) {
    this.#effects = effects;
    this.#exchange = exchange;
  }

  /**
   * Sends a message on the reliable channel.
   * @returns its bytes
   */
  send(message: Control): Uint8Array {
    const bytes = encodeControl(message);
    this.#exchange.quality.sentOther(bytes.length);
    this.#effects.push({ type: 'sendReliable', bytes });
    return bytes;
  }

  /** Sends a packet with everything that the other side may lack. */
  sendInputs<State>(nowMs: number, epoch: number, timeline: Timeline<State>): void {
    const packet = this.#input;
    packet.epoch = epoch;
    packet.sequence = this.#sequence;
    this.#sequence = (this.#sequence + 1) & 0xff;
    this.#exchange.fill(nowMs, packet, timeline);
    encodeInputPacket(this.#writer, packet);
    this.#fast.bytes = this.#written();
    this.#exchange.quality.sent(packet.inputsEnd, nowMs, this.#fast.bytes.length);
    this.#effects.push(this.#fast);
  }

  /** Sends a heartbeat. */
  sendHeartbeat(heartbeat: Heartbeat): void {
    encodeHeartbeat(this.#writer, heartbeat);
    this.#fast.bytes = this.#written();
    this.#exchange.quality.sentOther(this.#fast.bytes.length);
    this.#effects.push(this.#fast);
  }

  /** Sends {@link resume}. A heartbeat leaves with it, so it has bytes of its own. */
  sendResume(): void {
    encodeResumePacket(this.#writer, this.resume);
    this.sendPacket(this.#written().slice());
  }

  /** Sends a packet that is encoded already. @param bytes not used again by the caller for anything else */
  sendPacket(bytes: Uint8Array): void {
    this.#exchange.quality.sentOther(bytes.length);
    this.#effects.push({ type: 'sendFast', bytes });
  }

  #written(): Uint8Array {
    const view = this.#views[this.#writer.length] ?? this.#writer.written();
    this.#views[this.#writer.length] = view;
    return view;
  }
}
