/** What a STUN or TURN server has against serving us. */
export interface ServerError {
  /** As the browser names it: the address of the settings, with its port and the way to it. */
  readonly url: string;
  /** Of the server's answer (401: not with these credentials), or 701 where there is none. */
  readonly code: number;
  /** In the browser's words. */
  readonly text: string;
}

/** Code where a server gives no answer: the browser could not reach it. */
export const SERVER_UNREACHED = 701;

/** Ports of RFC 8489 and RFC 8656, where an address names none. */
const PLAIN_PORT = 3478;
const TLS_PORT = 5349;

/** Host and port in the address of a server, whatever way it is spoken to by: a TURN server is asked as a STUN server too. */
export function serverPlace(url: string): string {
  const [, secure = '', host = '', port] = /^(?:stun|turn)(s?):(\[[^\]]*\]|[^:?]*)(?::(\d+))?/i.exec(url) ?? [];
  return `${host.toLowerCase()}:${port ?? (secure === '' ? PLAIN_PORT : TLS_PORT)}`;
}

/**
 * Listens to what servers have against serving a connection. Servers that can't be reached by one of two versions of IP, and answer by the other, are none.
 *
 * @returns tells what was heard so far
 */
export function watchServers(connection: RTCPeerConnection): () => readonly ServerError[] {
  const errors = new Map<string, ServerError>();
  const answered = new Set<string>();
  connection.addEventListener('icecandidateerror', ({ url, errorCode, errorText }) => {
    const place = serverPlace(url);
    // What a server has said tells more than that it could not be reached another way.
    if (errorCode !== SERVER_UNREACHED || !errors.has(place)) errors.set(place, { url, code: errorCode, text: errorText });
  });
  connection.addEventListener('icecandidate', ({ candidate }) => {
    // In every browser, and not in the types that come with TypeScript.
    if (candidate !== null && 'url' in candidate && typeof candidate.url === 'string') answered.add(serverPlace(candidate.url));
  });
  return () => Array.from(errors).flatMap(([place, error]) => (error.code === SERVER_UNREACHED && answered.has(place) ? [] : [error]));
}
