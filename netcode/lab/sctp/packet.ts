import { CHUNK_HEADER_BYTES } from './dcsctp.ts';

/** The reliable and ordered stream, and the unreliable and unordered one, which is never sent again: a match's two channels. */
export const RELIABLE = 0;
export const FAST = 1;

/** Number of a stream. */
export type Stream = typeof RELIABLE | typeof FAST;

/** What a page gave to a channel. */
export interface Message {
  readonly stream: Stream;
  /** Number within the ordered stream, from 0 on; of no meaning in the other one. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Bytes of it that have left the sender's queue. */
  sentBytes: number;
  /** Bytes of it that the receiver holds. */
  heldBytes: number;
}

/** A DATA chunk: a message or a part of one. What it carries is the receiver's to read, what became of it the sender's. */
export class Chunk {
  /** Transmission sequence number. */
  readonly tsn: number;
  readonly message: Message;
  readonly length: number;
  /** As it counts against the window. */
  readonly sizeBytes: number;
  readonly sentMs: number;
  acked = false;
  /** Given up: never sent again. */
  abandoned = false;
  /** To be sent again, at once or as soon as the window allows. */
  again: 'no' | 'now' | 'later' = 'no';
  misses = 0;
  /** How often it was sent again. */
  resends = 0;

  constructor(tsn: number, message: Message, length: number, sentMs: number) {
    this.tsn = tsn;
    this.message = message;
    this.length = length;
    this.sizeBytes = chunkBytes(length);
    this.sentMs = sentMs;
  }

  /** Whether it counts as on its way. One that is lost does until it is noticed. */
  get inFlight(): boolean {
    return !this.acked && !this.abandoned && this.again === 'no';
  }
}

/** An acknowledgement. */
export interface Sack {
  /** Everything up to this TSN has arrived, or was skipped. */
  readonly cumulative: number;
  /** First and last TSN of each run that has arrived beyond. */
  readonly runs: readonly number[];
}

/** An SCTP packet. */
export interface Packet {
  readonly sack: Sack | undefined;
  /** A FORWARD-TSN: nothing up to this TSN will come any more. */
  readonly forwardTsn: number | undefined;
  readonly chunks: readonly Chunk[];
  /** Whether the chunks ask for an acknowledgement without delay. */
  readonly hasty: boolean;
}

/** Size of a DATA chunk with so many bytes of payload. */
export function chunkBytes(length: number): number {
  return (CHUNK_HEADER_BYTES + length + 3) & ~3;
}
