/**
 * Public entry of the netcode: a rollback engine for any deterministic two-player game, and a session that plays such a
 * game with a peer over an unreliable and a reliable channel. README.md beside this file shows how.
 */
export { checksumWords } from './rollback/checksum.ts';
export type { Game, Inputs } from './rollback/game.ts';
export { MAX_DELAY_TICKS, MAX_PREDICTION_TICKS, Rollback, type RollbackOptions, WINDOW_TICKS } from './rollback/rollback.ts';
export { type SyncDifference, syncTest } from './rollback/sync-test.ts';
export type { Term } from './session/election.ts';
export type { ChatMessage, EndReason, SessionEffect, SessionEvent, SessionPhase } from './session/events.ts';
export type { Awaits, Match } from './session/match.ts';
export { type SessionOptions, type SessionStats, sharedOptions } from './session/options.ts';
export { canResume, readSavedMatch, type SavedMatch } from './session/saved-match.ts';
export { Session } from './session/session.ts';
export type { SpectatorOptions } from './session/spectator-seat.ts';
export { Table } from './session/table.ts';
export type { TableEffect, TableEvent } from './session/table-events.ts';
export { type CheckpointRecord, decodeMatchRecord, type MatchRecord } from './wire/match-record.ts';
