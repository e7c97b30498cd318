import type { IceServer } from '../../electron/contract/desktop.ts';
import { SERVER_UNREACHED, type ServerError, serverPlace } from '../webrtc/server-errors.ts';

/** What a TURN server answers to credentials that it does not take (RFC 8656): unauthorised, forbidden, and of somebody else. */
const REFUSED: readonly number[] = [401, 403, 441];
/** What one answers that has no room left: for this user, or at all. */
const FULL: readonly number[] = [486, 508];

/**
 * Says what a STUN or TURN server has against serving this computer, and what to do.
 *
 * @param servers of the settings, of which it is one
 * @param clock date and time that this computer goes by, in its owner's way to write them
 */
export function explainServerError({ url, code, text }: ServerError, servers: readonly IceServer[], clock: string): string {
  if (REFUSED.includes(code)) {
    const known = servers.find(({ urls }) => serverPlace(urls) === serverPlace(url));
    return known?.secret === undefined
      ? 'It does not accept this user name and password. Check both. Some servers issue passwords that are valid for a day or less; if so, get a new one.'
      : `It does not accept the password made from the shared secret, which is valid for 12 hours. Compare the secret with the server’s, and this computer’s clock, which says ${clock}, with another one.`;
  }
  if (FULL.includes(code)) return 'It has no room for another connection. Try again later, or add another server.';
  if (code === SERVER_UNREACHED && /lookup/i.test(text))
    return 'Its name was not found. Check the spelling, and that this computer is online.';
  if (code === SERVER_UNREACHED)
    return 'It does not answer. Check the address and the port. If a firewall blocks it, try turns: on port 443.';
  return `It refuses this computer (${code}${text === '' ? '' : `, ${text.replace(/\.$/, '')}`}). Ask its operator.`;
}
