import { MAX_CHAT_BYTES } from '../text/chat-text.ts';
import { MAX_NAME_BYTES } from '../text/player-name.ts';
import { ByteReader, ByteWriter, type Decoded } from './bytes.ts';
import { readPeerId, readText, TOKEN_BYTES, writeText } from './fields.ts';
import { type Result, readPeer, readResult, type TablePeer, writePeer, writeResult } from './match-record.ts';

/** Version of the whole protocol; peers of different versions don't play. Rises with every change of a layout or its meaning. */
export const PROTOCOL_VERSION = 5;

/** Largest message on either channel: an unfragmented datagram on any path, with room for DTLS and SCTP. */
export const MAX_MESSAGE_BYTES = 1100;

/** Preset chat messages, by number. */
export const PRESETS = ['Hello!', 'Good luck!', 'Nice shot!', 'Close one!', 'One more?', 'Good game!'] as const;
/** Bytes of a state transfer carried by one message. */
export const CHUNK_BYTES = 1024;
/** Most messages a state transfer may take: a snapshot, and two checkpoints with the largest state. */
const MAX_CHUNKS = 30;

/** Bytes of one signal that the host carries: a session description for data channels has about 600. */
export const MAX_SIGNAL_BYTES = 1090;

const MAGIC = 0x50444c57; // "PDLW"
/** Shortest grace time, in ms: in less nobody gets a connection back, and a leader could claim every hiccup. */
export const MIN_GRACE_MS = 5_000;
/** Longest grace time, in ms: after an hour nobody waits in front of a frozen match. */
export const MAX_GRACE_MS = 3_600_000;
const LIVE_FLAG = 1;
const CLAIMS_FLAG = 2;

/** First byte of each message on the reliable channel. */
export const ControlKind = {
  hello: 1,
  start: 2,
  chat: 3,
  bye: 4,
  resyncRequest: 5,
  // 6 was a player's snapshot, up to version 3.
  dispute: 7,
  rejoin: 8,
  result: 9,
  stateTransfer: 10,
  introduction: 11,
  signal: 12,
  heard: 13,
} as const;

/** Bytes of a chain link that a rejoin carries: enough to tell any two apart, and nobody gains by a collision. */
export const SHORT_CHAIN_BYTES = 8;

/** Why a peer leaves. `disagreement`: the two players can't go on, because their games do not agree; said to spectators. */
export const ByeReason = { left: 0, version: 1, otherMatch: 2, disagreement: 3 } as const;

/** A message on the reliable channel. PROTOCOL.md has the byte tables. */
export type Control =
  | {
      readonly kind: typeof ControlKind.hello;
      readonly protocolVersion: number;
      /** Checksum of the rules: equal for builds that simulate alike. */
      readonly rules: number;
      readonly ticksPerSecond: number;
      readonly peerId: number;
      readonly name: string;
    }
  | {
      readonly kind: typeof ControlKind.start;
      readonly epoch: number;
      readonly leaderId: number;
      readonly seed: number;
      /** How long a frozen match waits before one side may claim it, in ms. */
      readonly graceMs: number;
      readonly token: Uint8Array;
    }
  | {
      readonly kind: typeof ControlKind.chat;
      readonly token: Uint8Array;
      readonly lamport: number;
      readonly from: number;
      /** Index into {@link PRESETS}, or −1 for a text. */
      readonly preset: number;
      readonly text: string;
    }
  /** The receiver's chat message of that time is here. */
  | { readonly kind: typeof ControlKind.heard; readonly lamport: number }
  | {
      readonly kind: typeof ControlKind.bye;
      /** One of {@link ByeReason}. */
      readonly reason: number;
    }
  | { readonly kind: typeof ControlKind.resyncRequest; readonly epoch: number; readonly tick: number }
  | {
      /** A part of a state transfer to a spectator. `epoch` and `leaderId` are the term and its leader. */
      readonly kind: typeof ControlKind.stateTransfer;
      readonly epoch: number;
      readonly leaderId: number;
      /** Number of this chunk, below `count`. */
      readonly index: number;
      readonly count: number;
      readonly chunk: Uint8Array;
    }
  | { readonly kind: typeof ControlKind.dispute; readonly epoch: number; readonly tick: number }
  | {
      readonly kind: typeof ControlKind.rejoin;
      readonly token: Uint8Array;
      /** Newest epoch that the sender knows. */
      readonly epoch: number;
      /** The sender has not been restarted since it played: it still holds the open rally. */
      readonly live: boolean;
      /** The sender has claimed the match by forfeit. */
      readonly claims: boolean;
      readonly confirmedTick: number;
      /** How long the sender has not heard the receiver, in ms. */
      readonly outageMs: number;
      /** Newest checkpoint that the sender has on disk, and the newest that it knows to be on both. */
      readonly checkpoint: number;
      readonly committed: number;
      /** First bytes of the chains of that checkpoint and of the one before. */
      readonly chain: Uint8Array;
      readonly previousChain: Uint8Array;
      readonly lamport: number;
    }
  | ({ readonly kind: typeof ControlKind.result } & Result)
  /** The host says who else is at the table, and with which secret the receiver finds it; all zeros when it has left. */
  | ({ readonly kind: typeof ControlKind.introduction } & TablePeer)
  | {
      /** What two peers need to open a connection, carried by the host. */
      readonly kind: typeof ControlKind.signal;
      /** On the way to the host whom it is for, and from the host on whom it is from. */
      readonly id: number;
      /** At most {@link MAX_SIGNAL_BYTES}. */
      readonly plain: Uint8Array;
    };

/** A part of a state transfer. */
export type Chunk = Extract<Control, { readonly kind: typeof ControlKind.stateTransfer }>;

/** The first message of both sides. */
export type Hello = Extract<Control, { readonly kind: typeof ControlKind.hello }>;

/** The second message of both sides when they have met before: what each holds of their match. */
export type Rejoin = Extract<Control, { readonly kind: typeof ControlKind.rejoin }>;

/** Encodes a message into bytes of its own. Texts over their limit are cut at a whole character. */
export function encodeControl(message: Control): Uint8Array {
  const writer = new ByteWriter(MAX_MESSAGE_BYTES);
  writer.u8(message.kind);
  switch (message.kind) {
    case ControlKind.hello:
      writer.u32(MAGIC);
      writer.u16(message.protocolVersion);
      writer.u32(message.rules);
      writer.u8(message.ticksPerSecond);
      writer.u8(message.peerId);
      writeText(writer, message.name, MAX_NAME_BYTES);
      break;
    case ControlKind.start:
      writer.varint(message.epoch);
      writer.u8(message.leaderId);
      writer.u32(message.seed);
      writer.u32(message.graceMs);
      writer.raw(message.token);
      break;
    case ControlKind.chat:
      writer.raw(message.token);
      writer.u32(message.lamport);
      writer.u8(message.from);
      writer.u8(message.preset < 0 ? 0xff : message.preset);
      writeText(writer, message.text, MAX_CHAT_BYTES);
      break;
    case ControlKind.heard:
      writer.u32(message.lamport);
      break;
    case ControlKind.bye:
      writer.u8(message.reason);
      break;
    case ControlKind.resyncRequest:
    case ControlKind.dispute:
      writer.varint(message.epoch);
      writer.u24(message.tick);
      break;
    case ControlKind.stateTransfer:
      writer.varint(message.epoch);
      writer.u8(message.leaderId);
      writer.u8(message.index);
      writer.u8(message.count);
      writer.raw(message.chunk);
      break;
    case ControlKind.rejoin:
      writer.raw(message.token);
      writer.varint(message.epoch);
      writer.u8((message.live ? LIVE_FLAG : 0) | (message.claims ? CLAIMS_FLAG : 0));
      writer.u24(message.confirmedTick);
      writer.u32(message.outageMs);
      writer.u16(message.checkpoint);
      writer.u16(message.committed);
      writer.raw(message.chain);
      writer.raw(message.previousChain);
      writer.u32(message.lamport);
      break;
    case ControlKind.result:
      writeResult(writer, message);
      break;
    case ControlKind.introduction:
      writePeer(writer, message);
      break;
    case ControlKind.signal:
      writer.u8(message.id);
      writer.raw(message.plain);
      break;
  }
  return writer.written();
}

/** Decodes a message. Never throws; views in the result point into `bytes`. */
export function decodeControl(bytes: Uint8Array): Decoded<Control> {
  const reader = new ByteReader(bytes);
  if (bytes.length > MAX_MESSAGE_BYTES) reader.fail(`at most ${MAX_MESSAGE_BYTES} bytes`, `${bytes.length}`);
  const value = reader.failed === undefined ? decodeBody(reader) : undefined;
  reader.end();
  if (reader.failed !== undefined) return { ok: false, error: reader.failed };
  if (value === undefined) return { ok: false, error: { offset: 0, expected: 'a known kind', actual: `${bytes[0]}` } };
  return { ok: true, value };
}

function decodeBody(reader: ByteReader): Control | undefined {
  const kind = reader.u8();
  switch (kind) {
    case ControlKind.hello: {
      if (reader.u32() !== MAGIC) reader.fail('"PDLW"', 'something else');
      const protocolVersion = reader.u16();
      const rules = reader.i32();
      const ticksPerSecond = reader.u8();
      const peerId = readPeerId(reader);
      const name = readText(reader, MAX_NAME_BYTES);
      // A later version may say more in its hello: skipped, so that both sides can say that versions differ.
      if (protocolVersion !== PROTOCOL_VERSION) reader.view(reader.remaining);
      return { kind, protocolVersion, rules, ticksPerSecond, peerId, name };
    }
    case ControlKind.start:
      return readStart(reader);
    case ControlKind.chat: {
      const token = reader.view(TOKEN_BYTES);
      const lamport = reader.u32();
      const from = readPeerId(reader);
      const code = reader.u8();
      if (code !== 0xff && code >= PRESETS.length) reader.fail(`a preset below ${PRESETS.length}`, `${code}`);
      const text = readText(reader, MAX_CHAT_BYTES);
      if (code !== 0xff && text !== '') reader.fail('no text with a preset', `${text.length} characters`);
      return { kind, token, lamport, from, preset: code === 0xff ? -1 : code, text };
    }
    case ControlKind.heard:
      return { kind, lamport: reader.u32() };
    case ControlKind.bye: {
      const reason = reader.u8();
      if (reason > ByeReason.disagreement) reader.fail(`a reason of 0 to ${ByeReason.disagreement}`, `${reason}`);
      return { kind, reason };
    }
    case ControlKind.resyncRequest:
    case ControlKind.dispute:
      return { kind, epoch: reader.varint(), tick: reader.u24() };
    case ControlKind.stateTransfer: {
      const epoch = reader.varint();
      const leaderId = readPeerId(reader);
      const index = reader.u8();
      const count = reader.u8();
      if (count === 0 || count > MAX_CHUNKS) reader.fail(`1 to ${MAX_CHUNKS} chunks`, `${count}`);
      if (index >= count) reader.fail(`a chunk below ${count}`, `${index}`);
      if (reader.remaining > CHUNK_BYTES) reader.fail(`at most ${CHUNK_BYTES} bytes`, `${reader.remaining}`);
      return { kind, epoch, leaderId, index, count, chunk: reader.view(reader.remaining) };
    }
    case ControlKind.rejoin:
      return readRejoin(reader);
    case ControlKind.result:
      return { kind, ...readResult(reader) };
    case ControlKind.introduction:
      return { kind, ...readPeer(reader) };
    case ControlKind.signal: {
      const id = readPeerId(reader);
      if (reader.remaining > MAX_SIGNAL_BYTES) reader.fail(`at most ${MAX_SIGNAL_BYTES} bytes`, `${reader.remaining}`);
      return { kind, id, plain: reader.view(reader.remaining) };
    }
    default:
      return undefined;
  }
}

function readStart(reader: ByteReader): Extract<Control, { kind: typeof ControlKind.start }> {
  const epoch = reader.varint();
  const leaderId = readPeerId(reader);
  const seed = reader.i32();
  const graceMs = reader.u32();
  if (graceMs < MIN_GRACE_MS || graceMs > MAX_GRACE_MS) reader.fail(`a grace time of ${MIN_GRACE_MS} to ${MAX_GRACE_MS} ms`, `${graceMs}`);
  return { kind: ControlKind.start, epoch, leaderId, seed, graceMs, token: reader.view(TOKEN_BYTES) };
}

function readRejoin(reader: ByteReader): Rejoin {
  const token = reader.view(TOKEN_BYTES);
  const epoch = reader.varint();
  const flags = reader.u8();
  if (flags > (LIVE_FLAG | CLAIMS_FLAG)) reader.fail('flags of 0 to 3', `${flags}`);
  return {
    kind: ControlKind.rejoin,
    token,
    epoch,
    live: (flags & LIVE_FLAG) !== 0,
    claims: (flags & CLAIMS_FLAG) !== 0,
    confirmedTick: reader.u24(),
    outageMs: reader.u32(),
    checkpoint: reader.u16(),
    committed: reader.u16(),
    chain: reader.view(SHORT_CHAIN_BYTES),
    previousChain: reader.view(SHORT_CHAIN_BYTES),
    lamport: reader.u32(),
  };
}
