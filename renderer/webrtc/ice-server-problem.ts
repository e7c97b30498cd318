import type { IceServer } from '../../electron/contract/desktop.ts';

/** What follows the scheme: a name, an IPv4 address or an IPv6 one in brackets, and a port. */
const placePattern = /^(?:\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/i;

/** Longest user name that Chromium takes, in characters; RFC 8489 has it at 509 bytes. */
const MAX_USERNAME = 509;
/** An expiry and its colon, which go in front of the user name where there is a shared secret. */
const EXPIRY_CHARACTERS = 11;

const LOOKS_LIKE = 'It looks like stun:example.org:3478 or turn:example.org:3478.';

/** What keeps a browser from taking a STUN or TURN server, in a plain sentence with what to do; undefined when nothing is known to. */
export function iceServerProblem({ urls, username, credential, secret }: IceServer): string | undefined {
  const [, scheme = '', rest = ''] = /^(stuns?|turns?):(.*)$/is.exec(urls) ?? [];
  const relays = /^turn/i.test(scheme);
  if (scheme === '') return `The address must start with stun:, stuns:, turn: or turns:. ${LOOKS_LIKE}`;
  if (rest.startsWith('//')) return `There are no slashes in this kind of address. ${LOOKS_LIKE}`;
  if (rest.includes('@')) return 'The user name and password don’t belong in the address. Use their own fields.';
  const [place = '', ...queries] = rest.split('?');
  if (queries.length > 0 && !relays) return 'The address of a STUN server has no “?” part. Leave it out.';
  if (queries.length > 0 && !/^transport=(?:udp|tcp)$/i.test(queries.join('?')))
    return 'After the “?” only transport=udp or transport=tcp is possible. For TLS, start with turns:.';
  const [whole, port] = placePattern.exec(place) ?? [];
  if (whole === undefined && /^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*$/i.test(place))
    return 'An IPv6 address needs brackets, as in stun:[2001:db8::1]:3478.';
  if (whole === undefined) return `That is not an address. ${LOOKS_LIKE}`;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'The port must be a number from 1 to 65535.';
  if (!relays) return undefined;
  if (secret === undefined && (username === undefined || credential === undefined))
    return 'A TURN server needs a user name and password, or a shared secret.';
  if ((username?.length ?? 0) > MAX_USERNAME - (secret === undefined ? 0 : EXPIRY_CHARACTERS)) return 'The user name is too long.';
  return undefined;
}
