/** Bytes in one message at the rendezvous: a sealed WebRTC offer with its candidates is about 4 kB. */
export const maxPublishBytes = 16 * 1024;

/** Characters in one message from page to desktop in the browser shell: the largest record in base64 is about 88 thousand. */
export const maxRequestChars = 256 * 1024;

/** Names that the log of a match may have; they become file names. */
export const matchIdPattern = /^[0-9a-z-]{1,64}$/;

/** Longest time of any stage of connecting, in ms: opening the rendezvous, proving the code, opening the connection. People wait no longer. */
export const stageLimitMs = 15_000;
