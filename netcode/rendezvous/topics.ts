/**
 * Topics of this protocol: `paddlewire/1/NAMEPLATE/ROLE`, and the two of the list of open games; four levels, no wildcards. A nameplate has 4
 * characters when people tell it to each other, and 16 when two players of a match meet again.
 */
export const TOPIC_PATTERN = /^paddlewire\/1\/(?:[0-9A-HJKMNP-TV-Z]{4}(?:[0-9A-HJKMNP-TV-Z]{12})?\/[a-z0-9-]{1,40}|lobby\/(?:ask|open))$/;

/** Topic on which players who look for an open game ask, and hosts of open games listen. */
export const ASK_TOPIC = 'paddlewire/1/lobby/ask';
/** Topic on which hosts announce open games. */
export const OPEN_TOPIC = 'paddlewire/1/lobby/open';

/** Topic on which a peer listens under a nameplate; its level is `host`, or a joiner's own id. */
export function topicOf(nameplate: string, peer: string): string {
  return `paddlewire/1/${nameplate}/${peer}`;
}
