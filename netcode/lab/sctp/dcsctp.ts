/**
 * The numbers of dcSCTP, the SCTP under Chromium's data channels: the defaults of webrtc's net/dcsctp/public/dcsctp_options.h and what
 * media/sctp/dcsctp_transport.cc sets. Sizes are in bytes, times in ms.
 */

/** Largest SCTP packet: 1,280 of IPv6 less the headers of IP, UDP, DTLS and TURN. */
export const MTU_BYTES = 1191;
/** What a packet has room for: the MTU, rounded down to 4, less the common header. */
export const PACKET_ROOM_BYTES = 1188 - 12;
/** Header of a DATA chunk. Its payload is padded to 4. */
export const CHUNK_HEADER_BYTES = 16;
/** A SACK without gaps, and each gap in it. */
export const SACK_BYTES = 16;
export const GAP_BYTES = 4;
/** Gaps that a SACK tells of at most. */
export const MOST_GAPS = 20;
/** A FORWARD-TSN that skips no ordered stream. */
export const FORWARD_BYTES = 8;

/** Congestion window when the association begins. */
export const INITIAL_WINDOW_BYTES = 10 * MTU_BYTES;
/** Loss that acknowledgements tell of never makes the window smaller than this; a time-out makes it one MTU. */
export const LEAST_WINDOW_BYTES = 4 * MTU_BYTES;
/** Below this window each chunk asks for an acknowledgement without delay (RFC 7053). */
export const HASTY_BELOW_BYTES = 10 * MTU_BYTES;
/** The receiver's window: never reached here, but where slow start ends at first. */
export const RECEIVER_WINDOW_BYTES = 5 * 1024 * 1024;
/** Packets that leave in one go. */
export const MOST_BURST = 4;
/** Acknowledgements that miss a chunk until it counts as lost. */
export const MOST_MISSES = 3;

/** The retransmission time-out before any round trip is known, and its limits. */
export const FIRST_TIMEOUT_MS = 500;
export const LEAST_TIMEOUT_MS = 400;
export const MOST_TIMEOUT_MS = 60_000;
/** A doubled time-out gets no longer than this. */
export const MOST_BACKOFF_MS = 3000;
/** The option is 220; the code divides it by 8 before it multiplies by 4. */
export const LEAST_VARIANCE_MS = 220 / 8;
/** An acknowledgement is held back for this long at most: half of the time-out, which is 400 or more, or 200. */
export const ACK_DELAY_MS = 200;
/** A FORWARD-TSN is not repeated within a round trip, or this. */
export const FORWARD_PAUSE_MS = 200;
