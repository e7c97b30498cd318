/** Topics of this protocol: `paddlewire/1/NAMEPLATE/ROLE`, and the two of the list of open games; four levels, no wildcards. */
export const topicPattern = /^paddlewire\/1\/(?:[0-9A-HJKMNP-TV-Z]{4}\/[a-z0-9-]{1,40}|lobby\/(?:ask|open))$/;
