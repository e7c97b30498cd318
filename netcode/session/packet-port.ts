import { ByteReader, ByteWriter } from '../wire/bytes.ts';
import { decodeHeartbeat, emptyHeartbeat, encodeHeartbeat, MAX_HEARTBEAT_BYTES } from '../wire/heartbeat.ts';
import { decodeInputPacket, emptyInputPacket, encodeInputPacket, FastKind, MAX_INPUT_PACKET_BYTES } from '../wire/input-packet.ts';

/** Packets of the unreliable channel, in and out, in objects and buffers that are made once: a tick allocates nothing here. */
export class PacketPort {
  /** What the newest decoded packet says, by its kind. */
  readonly input = emptyInputPacket();
  readonly heartbeat = emptyHeartbeat();
  /** To be filled before encoding. */
  readonly outgoingInput = emptyInputPacket();
  readonly outgoingHeartbeat = emptyHeartbeat();
  readonly #reader = new ByteReader();
  readonly #writer = new ByteWriter(Math.max(MAX_INPUT_PACKET_BYTES, MAX_HEARTBEAT_BYTES));
  /** Views of the writer's buffer, by length. */
  readonly #views: Uint8Array[] = [];

  /** Decodes a packet into {@link input} or {@link heartbeat}; undefined when it is neither. */
  decode(bytes: Uint8Array): 'input' | 'heartbeat' | undefined {
    this.#reader.reset(bytes);
    const kind = (bytes[0] ?? 0) >> 6;
    if (kind === FastKind.input) return decodeInputPacket(this.#reader, this.input) === undefined ? 'input' : undefined;
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

  #written(): Uint8Array {
    const view = this.#views[this.#writer.length] ?? this.#writer.written();
    this.#views[this.#writer.length] = view;
    return view;
  }
}
