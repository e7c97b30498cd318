/**
 * For tests: two players in one process, over a connection with faults from a seed, on a clock that only the test advances.
 * @module
 */

export { LocalConnection, type Side } from '../local/local-connection.ts';
export { CLEAN, type Conditions, Direction, type DirectionCounts, type Link, type Tamper } from '../local/network.ts';
export { Random } from '../local/random.ts';
