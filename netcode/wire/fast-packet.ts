import { ByteReader } from './bytes.ts';
import { decodeHeartbeat, emptyHeartbeat } from './heartbeat.ts';
import type { InputFormat } from './input-format.ts';
import { decodeInputPacket, emptyInputPacket, FastKind, type InputPacket } from './input-packet.ts';
import { decodeRepeated, isRepeatedMessage } from './repeated-message.ts';
import { decodeResumePacket, emptyResumePacket, isResumePacket, type ResumePacket } from './resume-packet.ts';

/** Decodes the packets that two players send each other on the unreliable channel, into objects that are created once: it allocates nothing. */
export class FastPacketDecoder {
  /** What the newest decoded packet says, by its kind. */
  readonly input: InputPacket;
  readonly heartbeat = emptyHeartbeat();
  readonly resume: ResumePacket;
  /** A message of the reliable channel; a view of the packet. */
  repeated: Uint8Array = new Uint8Array(0);
  readonly #reader = new ByteReader();

  /** @param format how the game's inputs are written */
  constructor(format: InputFormat) {
    this.input = emptyInputPacket(format);
    this.resume = emptyResumePacket(format.pairBytes);
  }

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
}
