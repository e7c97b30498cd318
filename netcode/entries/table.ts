/**
 * A match with spectators: two players and up to six who watch. Each peer has a `Table` in place of a `Session`.
 * @module
 */

export type { SpectatorOptions } from '../table/spectator-role.ts';
export { Table } from '../table/table.ts';
export { MAX_SIGNAL_BYTES } from '../wire/control.ts';
export { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR, OTHER_PLAYER_ID } from '../wire/peer-ids.ts';
