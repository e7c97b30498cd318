import { ByteReader, ByteWriter } from '../wire/bytes.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from '../wire/heartbeat.ts';
import { decodeInputPacket, emptyInputPacket, encodeInputPacket, FastKind, MAX_INPUT_PACKET_BYTES } from '../wire/input-packet.ts';
import { decodeRepeated, isRepeatedMessage } from '../wire/repeated-message.ts';
import {
  decodeResumePacket,
  emptyResumePacket,
  encodeResumePacket,
  isResumePacket,
  MAX_RESUME_PACKET_BYTES,
} from '../wire/resume-packet.ts';

/** Packets of the unreliable channel, in and out, in objects and buffers that are made once: a tick allocates nothing here. */
export class PacketPort {
  /** What the newest decoded packet says, by its kind. */
  readonly input = emptyInputPacket();
  readonly heartbeat = emptyHeartbeat();
  readonly resume = emptyResumePacket();
  /** A message of the reliable channel; a view of the packet. */
  repeated: Uint8Array = new Uint8Array(0);
  /** To be filled before encoding. */
  readonly outgoingInput = emptyInputPacket();
  readonly outgoingHeartbeat = emptyHeartbeat();
  readonly outgoingResume = emptyResumePacket();
  readonly #reader = new ByteReader();
  readonly #writer = new ByteWriter(Math.max(MAX_INPUT_PACKET_BYTES, MAX_HEARTBEAT_BYTES, MAX_RESUME_PACKET_BYTES));
  /** Views of the writer's buffer, by length. */
  readonly #views: Uint8Array[] = [];

  /** Decodes a packet into {@link input}, {@link heartbeat}, {@link resume} or {@link repeated}; undefined when it is none of them. */
  decode(bytes: Uint8Array): 'input' | 'heartbeat' | 'resume' | 'repeated' | undefined {
    this.#reader.reset(bytes);
    const first = bytes[0] ?? 0;
    const kind = first >> 6;
    if (kind === FastKind.input) return decodeInputPacket(this.#reader, this.input) === undefined ? 'input' : undefined;
    if (isResumePacket(first)) return decodeResumePacket(this.#reader, this.resume) === undefined ? 'resume' : undefined;
    if (isRepeatedMessage(first)) {
      const decoded = decodeRepeated(bytes);
      if (decoded.ok) this.repeated = decoded.value;
      return decoded.ok ? 'repeated' : undefined;
    }
    if (kind === FastKind.heartbeat) return decodeHeartbeat(this.#reader, this.heartbeat) === undefined ? 'heartbeat' : undefined;
    return undefined;
  }

  /** Bytes of {@link outgoingInput}, good until the next packet is encoded. */
  encodeInput(): Uint8Array {
    encodeInputPacket(this.#writer, this.outgoingInput);
    return this.#written();
  }

  /** Bytes of {@link outgoingHeartbeat}, good until the next packet is encoded. */
  encodeHeartbeat(): Uint8Array {
    encodeHeartbeat(this.#writer, this.outgoingHeartbeat);
    return this.#written();
  }

  /** Bytes of {@link outgoingResume}, good until the next packet is encoded. */
  encodeResume(): Uint8Array {
    encodeResumePacket(this.#writer, this.outgoingResume);
    return this.#written();
  }

  #written(): Uint8Array {
    const view = this.#views[this.#writer.length] ?? this.#writer.written();
    this.#views[this.#writer.length] = view;
    return view;
  }
}
