/**
 * Topics of this protocol: `paddlewire/1/NAMEPLATE/ROLE`, and the two of the list of open games; four levels, no wildcards. A nameplate has 4
 * characters when people say it to each other, and 16 when two players of a match meet again.
 */
export const topicPattern = /^paddlewire\/1\/(?:[0-9A-HJKMNP-TV-Z]{4}(?:[0-9A-HJKMNP-TV-Z]{12})?\/[a-z0-9-]{1,40}|lobby\/(?:ask|open))$/;

/** Topic of the list of open games on which hosts announce theirs. */
export const announcementTopic = 'paddlewire/1/lobby/open';
