/**
 * Two players over an unreliable and a reliable channel: handshake, packets, confirming, pacing, outages, checkpoints, rematch, chat;
 * and the records from which a match resumes after a crash.
 * @module
 */

export type { DisputeCause, HelloDifference, MatchEnd } from '../record/match-end.ts';
export { canResume, goneRecord, readSavedMatch, type SavedMatch } from '../record/saved-match.ts';
export type { Game, Inputs } from '../rollback/game.ts';
export type { Awaits, Keeps, Match, Waits } from '../rollback/match.ts';
export type { ChatMessage, SessionEffect, SessionEvent, SessionPhase, SuspensionCause } from '../session/events.ts';
export { type SessionOptions, type SessionStats, sharedOptions } from '../session/options.ts';
export { Session } from '../session/session.ts';
export { GET_READY_MS } from '../session/timing.ts';
export { ByeReason, ControlKind, MAX_MESSAGE_BYTES, PRESETS } from '../wire/control.ts';
export { TOKEN_BYTES } from '../wire/fields.ts';
export { frameRecord, HEAD_BYTES, MAX_RECORD_BYTES, readRecords, type SoundRecords } from '../wire/log-record.ts';
export {
  CHAIN_BYTES,
  type CheckpointRecord,
  decodeMatchRecord,
  encodeMatchRecord,
  KEEPS_ALL,
  type MatchHead,
  type MatchRecord,
  Outcome,
  RecordKind,
  type Term,
} from '../wire/match-record.ts';
