/** Peer id of the host, who admits spectators and introduces all peers to each other. */
export const HOST_ID = 1;
/** Peer id of the player who joins. */
export const OTHER_PLAYER_ID = 2;
/** Ids below this are the two players'. */
export const FIRST_SPECTATOR = 3;
/** Highest id at a table: two players and six spectators. */
export const LAST_SPECTATOR = 8;
