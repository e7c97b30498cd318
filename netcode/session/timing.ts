import { MAX_DELAY_TICKS } from '../rollback/rollback-options.ts';
import { MAX_INPUTS } from '../wire/input-packet.ts';

/** A connected peer that does not even say hello within this time is no peer of ours, in ms. */
export const HELLO_LIMIT_MS = 10_000;
/** Between two signs of life of a peer that is not playing, in ms: five chances before the other side takes it for gone. */
export const HEARTBEAT_MS = 100;
/** Longest outage after which the rally goes on, in ms. After more, nobody remembers where the ball was. */
export const GO_ON_LIMIT_MS = 2000;
/** "Get ready" after an outage, in ms: long enough to look up and put a hand back on the keys. */
export const GET_READY_MS = 1500;
/** A new epoch is silent until it is on both disks, and the two may take this much longer to sync, one after the other, than the wait lasts, in ms. */
export const STORE_LIMIT_MS = 1000;
/** Ticks made up for at once after the timer was late; beyond it time is let go, so that a slow machine does not race. */
export const MAX_CATCH_UP_TICKS = 8;
/** The first epoch; 0 means "none yet". */
export const FIRST_EPOCH = 1;
/** The first packet of a match may take this long, in ms: a slow round trip, within the countdown and within what can be predicted. */
export const FIRST_PACKET_MS = 1900;
/** Our inputs that may be unacknowledged and still leave room in a packet for what a growing delay adds. */
export const MAX_UNACKNOWLEDGED = MAX_INPUTS - MAX_DELAY_TICKS - 1;
/** A match that can't advance for this long although packets come is frozen and taken up anew, in ms: whatever the cause, it never sticks. */
export const STUCK_MS = 1000;
