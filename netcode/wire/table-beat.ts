import type { ByteReader, ByteWriter, DecodeError } from './bytes.ts';
import { FastKind } from './input-packet.ts';

/**
 * What a peer tells every other one about itself, every 100 ms and whenever it changes: that it is there, which peers it hears, which it follows,
 * and how far it has seen the match. Each beat is complete, so a lost one does no harm. One object is reused for every packet.
 */
export interface TableBeat {
  /** Number of the term that the sender acts on, and its leader; 0 and 0 before the first. */
  term: number;
  leaderId: number;
  /** Ids that the sender has heard within 0.5 s: bit `id`, 1 to 15. */
  hears: number;
  /** Number of the term for which the sender asks every peer's consent to lead; 0 when it does not. */
  asks: number;
  /** The newest term that the sender has consented to and has on disk: its number and who may lead it; 0 and 0 when there is none. */
  promisedTerm: number;
  promisedId: number;
  /** How far a spectator has seen the match: an epoch of play and a tick in it; epoch 0 for "nothing that counts". */
  epoch: number;
  tick: number;
}

/** Bytes of the largest beat. */
export const MAX_TABLE_BEAT_BYTES = 1 + 3 + 2 + 3 + 3 + 1 + 3 + 3;

/** An empty beat to fill. */
export function emptyTableBeat(): TableBeat {
  return { term: 0, leaderId: 0, hears: 0, asks: 0, promisedTerm: 0, promisedId: 0, epoch: 0, tick: 0 };
}

/** Writes a beat at the start of `writer`; PROTOCOL.md has the byte table. */
export function encodeTableBeat(writer: ByteWriter, beat: TableBeat): void {
  writer.length = 0;
  writer.u8((FastKind.tableBeat << 6) | (beat.leaderId & 15));
  writer.varint(beat.term);
  writer.u16(beat.hears);
  writer.varint(beat.asks);
  writer.varint(beat.promisedTerm);
  writer.u8(beat.promisedId);
  writer.varint(beat.epoch);
  writer.u24(beat.tick);
}

/**
 * Reads a packet that starts with a table beat's first byte.
 * @returns undefined, or what is wrong
 */
export function decodeTableBeat(reader: ByteReader, into: TableBeat): DecodeError | undefined {
  const first = reader.u8();
  if (first >> 4 !== FastKind.tableBeat << 2) reader.fail('a table beat', `first byte ${first}`);
  into.leaderId = first & 15;
  into.term = reader.varint();
  if ((into.term === 0) !== (into.leaderId === 0)) reader.fail('a leader for every term and no other', `${into.leaderId} of ${into.term}`);
  into.hears = reader.u16();
  if ((into.hears & 1) !== 0) reader.fail('ids of 1 to 15', '0');
  into.asks = reader.varint();
  into.promisedTerm = reader.varint();
  into.promisedId = reader.u8();
  if (into.promisedId > 15 || (into.promisedTerm === 0) !== (into.promisedId === 0)) {
    reader.fail('a peer id for every promise and no other', `${into.promisedId} of ${into.promisedTerm}`);
  }
  into.epoch = reader.varint();
  into.tick = reader.u24();
  if (into.epoch === 0 && into.tick !== 0) reader.fail('tick 0 in epoch 0', `${into.tick}`);
  reader.end();
  return reader.failed;
}
