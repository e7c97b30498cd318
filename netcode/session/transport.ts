import type { Timeline } from '../history/timeline.ts';
import { ByteWriter } from '../wire/bytes.ts';
import type { Control } from '../wire/control.ts';
import { encodeHeartbeat, type Heartbeat, MAX_HEARTBEAT_BYTES } from '../wire/heartbeat.ts';
import type { InputFormat } from '../wire/input-format.ts';
import { emptyInputPacket, encodeInputPacket, type InputPacket, maxInputPacketBytes } from '../wire/input-packet.ts';
import { emptyResumePacket, encodeResumePacket, maxResumePacketBytes, type ResumePacket } from '../wire/resume-packet.ts';
import type { InputExchange } from './input-exchange.ts';
import type { Outbox } from './outbox.ts';
import { HEARTBEAT_MS } from './timing.ts';

/** Everything that leaves a session for the other side: filled, encoded and counted here. A packet with inputs allocates nothing. */
export class Transport {
  /** The resume packet of the newest epoch that this side began, sent again until it is heard. */
  readonly resume: ResumePacket;
  readonly #outbox: Outbox;
  readonly #to: number;
  readonly #exchange: InputExchange;
  readonly #input: InputPacket;
  readonly #writer: ByteWriter;
  /** Views of the writer's buffer, by length. */
  readonly #views: Uint8Array[] = [];
  #sequence = 0;
  #nextBeatMs = Number.NEGATIVE_INFINITY;

  /**
   * @param outbox takes what is to be sent
   * @param to id of the remote peer
   * @param exchange knows what the other side may lack, and counts the bytes
   * @param format how inputs are written
   */
  constructor(outbox: Outbox, to: number, exchange: InputExchange, format: InputFormat) {
    this.#outbox = outbox;
    this.#to = to;
    this.#exchange = exchange;
    this.resume = emptyResumePacket(format.pairBytes);
    this.#input = emptyInputPacket(format);
    this.#writer = new ByteWriter(Math.max(maxInputPacketBytes(format), MAX_HEARTBEAT_BYTES, maxResumePacketBytes(format.pairBytes)));
  }

  /**
   * Sends a message on the reliable channel.
   * @returns its bytes
   */
  send(message: Control): Uint8Array {
    const bytes = this.#outbox.send(this.#to, message);
    this.#exchange.quality.sentOther(bytes.length);
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
    const bytes = this.#written();
    this.#exchange.quality.sent(packet.inputsEnd, nowMs, bytes.length);
    this.#outbox.fast(this.#to, bytes);
  }

  /** The next heartbeat is due immediately. */
  beatSoon(): void {
    this.#nextBeatMs = Number.NEGATIVE_INFINITY;
  }

  /** Whether a heartbeat is due. */
  isBeatDue(nowMs: number): boolean {
    return nowMs >= this.#nextBeatMs;
  }

  /**
   * Sends a heartbeat; the next one is due after that.
   * @param unheard whether the remote peer was not heard in this epoch: it is told of it then, if this side began it
   */
  beat(nowMs: number, unheard: boolean, heartbeat: Heartbeat): void {
    this.#nextBeatMs = nowMs + HEARTBEAT_MS;
    if (unheard && this.resume.epoch === heartbeat.epoch) {
      encodeResumePacket(this.#writer, this.resume);
      // The heartbeat leaves with it, from the same buffer.
      this.sendPacket(this.#written().slice());
    }
    encodeHeartbeat(this.#writer, heartbeat);
    this.sendPacket(this.#written());
  }

  /** Sends a packet that is encoded already. @param bytes must last until the effects are carried out */
  sendPacket(bytes: Uint8Array): void {
    this.#exchange.quality.sentOther(bytes.length);
    this.#outbox.fast(this.#to, bytes);
  }

  #written(): Uint8Array {
    const view = this.#views[this.#writer.length] ?? this.#writer.written();
    this.#views[this.#writer.length] = view;
    return view;
  }
}
