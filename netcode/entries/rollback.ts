/**
 * The engine alone: it predicts, rolls back and re-simulates. You send the inputs over the network yourself. It has no dependencies.
 * @module
 */

export { checksumWords } from '../rollback/checksum.ts';
export type { Game, Inputs } from '../rollback/game.ts';
export { type InputStatus, Rollback } from '../rollback/rollback.ts';
export { MAX_DELAY_TICKS, MAX_PREDICTION_TICKS, type RollbackOptions, WINDOW_TICKS } from '../rollback/rollback-options.ts';
export { type SyncDifference, syncTest } from '../rollback/sync-test.ts';
