import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Bits of chance in the token and in the cookie: nobody guesses 192 of them. */
const secretBytes = 24;

/** Decides who may talk to the loopback server: whoever has the token first, and from then on has the cookie. */
export interface Access {
  /** Path and query of the one address that lets a browser in. */
  readonly entrance: string;
  /** Whether the request was addressed to this very server, and not to a name that somebody made point here (DNS rebinding). */
  isForUs(headers: IncomingHttpHeaders): boolean;
  /** Whether a request comes from our own page. Requests that change nothing and come from no page at all carry no origin. */
  isFromOurPage(headers: IncomingHttpHeaders): boolean;
  /** Whether it carries the cookie. */
  hasCookie(headers: IncomingHttpHeaders): boolean;
  /** Takes the token, once. Returns the cookie to set, or undefined when it is wrong or used up. */
  redeem(token: string | null): string | undefined;
}

/** Access to the server on one loopback port. */
export function createAccess(port: number): Access {
  const host = `127.0.0.1:${port}`;
  // Cookies are shared by all ports of a host: the name keeps two windows' servers apart.
  const name = `paddlewire-${port}`;
  const secret = newSecret();
  const cookie = newSecret();
  let redeemed = false;
  return {
    entrance: `/?token=${secret}`,
    isForUs: (headers) => headers.host === host,
    isFromOurPage: (headers) => headers.origin === `http://${host}`,
    hasCookie: (headers) => (headers.cookie ?? '').split('; ').some((pair) => isSame(pair, `${name}=${cookie}`)),
    redeem: (token) => {
      if (redeemed || token === null || !isSame(token, secret)) return undefined;
      redeemed = true;
      return `${name}=${cookie}; HttpOnly; SameSite=Strict; Path=/`;
    },
  };
}

function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Compares in a time that tells nothing about where two texts differ. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
