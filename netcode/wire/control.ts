import { MAX_CHAT_BYTES } from '../text/chat-text.ts';
import { MAX_NAME_BYTES } from '../text/player-name.ts';
import type { Decoded } from './bytes.ts';
import { bytes, type Field, flags, i32, type MessageOf, MessageTable, peerId, rest, TOKEN_BYTES, text, uint } from './fields.ts';
import { peerFields, resultFields } from './match-record.ts';

/** Version of the whole protocol. Peers of different versions don't play. It rises with every change of a layout or its meaning. */
export const PROTOCOL_VERSION = 6;

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
/** Shortest grace time, in ms: no connection comes back faster, and a leader could claim every hiccup. */
export const MIN_GRACE_MS = 5_000;
/** Longest grace time, in ms: no player waits more than an hour in front of a frozen match. */
export const MAX_GRACE_MS = 3_600_000;

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

/** Bytes of a chain link that a rejoin carries: enough to tell any two apart, and a collision gains nothing. */
export const SHORT_CHAIN_BYTES = 8;

/** Why a peer leaves. `disagreement` tells spectators that the two players can't continue, because their games do not agree. */
export const ByeReason = { left: 0, version: 1, otherMatch: 2, disagreement: 3 } as const;

/** How long a frozen match waits before a player may claim it. */
export const graceMs = uint('u32', '5,000 to 3,600,000', { min: MIN_GRACE_MS, max: MAX_GRACE_MS, noun: 'a grace time in ms' });
const token = bytes(TOKEN_BYTES, 'of the session');

/** A version after the magic number. */
const protocolVersion: Field<number> = {
  ...uint('u16'),
  type: 'u32 `0x50444c57` ("PDLW"), u16',
  read: (reader) => {
    if (reader.u32() !== MAGIC) reader.fail('"PDLW"', 'something else');
    return reader.u16();
  },
  write: (writer, value) => {
    writer.u32(MAGIC);
    writer.u16(value);
  },
  draw: () => PROTOCOL_VERSION,
};

/** Index into {@link PRESETS}, or −1 for a text. */
const preset: Field<number> = {
  ...uint('u8', `0 to ${PRESETS.length - 1}, or 255 for a text`),
  read: (reader) => {
    const code = reader.u8();
    if (code !== 0xff && code >= PRESETS.length) reader.fail(`a preset below ${PRESETS.length}`, `${code}`);
    return code === 0xff ? -1 : code;
  },
  draw: (draw) => draw(PRESETS.length) - 1,
};

/** The messages on the reliable channel. */
export const controlTable = new MessageTable(
  ControlKind,
  {
    hello: {
      protocolVersion,
      rules: i32('checksum of the rules'),
      ticksPerSecond: uint('u8'),
      inputBits: uint('u8', '1 to 32', { min: 1, max: 32, noun: 'bits of an input' }),
      signedInputs: uint('u8', '1 signed, 0 not', { max: 1, noun: 'signed inputs' }),
      peerId: peerId('own'),
      name: text(MAX_NAME_BYTES),
    },
    start: { seed: i32(), graceMs, token },
    chat: { token, lamport: uint('u32'), from: peerId(), preset, text: text(MAX_CHAT_BYTES, '1,000 bytes at most, empty with a preset') },
    bye: {
      reason: uint('u8', "0 left, 1 other version, 2 other match, 3 the two players' games do not agree, to spectators", {
        max: ByeReason.disagreement,
        noun: 'a reason',
      }),
    },
    resyncRequest: { epoch: uint('varint'), tick: uint('u24', 'that differs') },
    dispute: { epoch: uint('varint'), tick: uint('u24', "the sender's newest confirmed") },
    rejoin: {
      token,
      epoch: uint('varint', 'newest that the sender knows'),
      flags: flags('bit 0: live, not restarted since it played · bit 1: has claimed the match', 'live', 'claims'),
      confirmedTick: uint('u24'),
      outageMs: uint('u32', 'how long the sender has not heard the receiver'),
      checkpoint: uint('u16', 'newest on its disk'),
      committed: uint('u16', 'newest that it knows to be on both disks'),
      chain: bytes(SHORT_CHAIN_BYTES, "the first of that checkpoint's chain, zeros when not held"),
      previousChain: bytes(SHORT_CHAIN_BYTES, 'of the previous checkpoint'),
      lamport: uint('u32'),
    },
    result: resultFields,
    stateTransfer: {
      epoch: uint('varint', 'number of the term'),
      leaderId: peerId('of the term'),
      index: uint('u8'),
      count: uint('u8', `1 to ${MAX_CHUNKS}`, { min: 1, max: MAX_CHUNKS, noun: 'a number of chunks' }),
      chunk: rest(CHUNK_BYTES, 'a part of a [state transfer](#state-transfer)'),
    },
    introduction: peerFields,
    signal: {
      id: peerId('to the host: the receiver; from the host: the sender'),
      plain: rest(MAX_SIGNAL_BYTES, '[signals](#rendezvous)'),
    },
    heard: { lamport: uint('u32', "of the receiver's chat message that has arrived") },
  },
  MAX_MESSAGE_BYTES,
  (message, reader) => {
    switch (message.kind) {
      case ControlKind.hello:
        // A later version's hello may be longer. The rest is skipped, so that both peers can name both versions.
        if (message.protocolVersion !== PROTOCOL_VERSION) reader.view(reader.remaining);
        break;
      case ControlKind.chat:
        if (message.preset >= 0 && message.text !== '') reader.fail('no text with a preset', `${message.text.length} characters`);
        break;
      case ControlKind.stateTransfer:
        if (message.index >= message.count) reader.fail(`a chunk below ${message.count}`, `${message.index}`);
        break;
    }
  },
);

/** A message on the reliable channel. */
export type Control = MessageOf<typeof controlTable.kinds, typeof controlTable.fields>;

/** A part of a state transfer. `epoch` and `leaderId` are the term and its leader. */
export type Chunk = Extract<Control, { readonly kind: typeof ControlKind.stateTransfer }>;

/** The first message of both peers. */
export type Hello = Extract<Control, { readonly kind: typeof ControlKind.hello }>;

/** The second message of both peers when they have met before: what each holds of their match. */
export type Rejoin = Extract<Control, { readonly kind: typeof ControlKind.rejoin }>;

/** Encodes a message into bytes of its own. Texts over their limit are cut at a whole character. */
export function encodeControl(message: Control): Uint8Array {
  return controlTable.encode(message);
}

/** Decodes a message. Never throws; views in the result point into `bytes`. */
export function decodeControl(bytes: Uint8Array): Decoded<Control> {
  return controlTable.decode(bytes);
}
