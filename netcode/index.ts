/**
 * Public entry of the netcode: a rollback engine for any deterministic two-player game, and a session that plays such a
 * game with a peer over an unreliable and a reliable channel. README.md beside this file shows how.
 */

export type { DisputeCause, HelloDifference, MatchEnd } from './record/match-end.ts';
export { canResume, readSavedMatch, type SavedMatch } from './record/saved-match.ts';
export { checksumWords } from './rollback/checksum.ts';
export type { Game, Inputs } from './rollback/game.ts';
export type { Awaits, Match } from './rollback/match.ts';
export { MAX_DELAY_TICKS, MAX_PREDICTION_TICKS, Rollback, type RollbackOptions, WINDOW_TICKS } from './rollback/rollback.ts';
export { type SyncDifference, syncTest } from './rollback/sync-test.ts';
export type { ChatMessage, SessionEffect, SessionEvent, SessionPhase } from './session/events.ts';
export { type SessionOptions, type SessionStats, sharedOptions } from './session/options.ts';
export { Session } from './session/session.ts';
export type { SpectatorOptions } from './table/spectator-role.ts';
export { Table } from './table/table.ts';
export { type CheckpointRecord, decodeMatchRecord, type MatchRecord, type Term } from './wire/match-record.ts';
