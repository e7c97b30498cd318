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
      ? 'It does not take this user name and password. Check both. Some servers give out passwords that hold for a day or less: then get a new one.'
      : `It does not take the password that is made from the shared secret, which holds for 12 hours by the clock. Compare the secret with the server’s, and the clock of this computer, which says ${clock}, with another one.`;
  }
  if (FULL.includes(code)) return 'It has no room for another connection. Try again later, or put in another server.';
  if (code === SERVER_UNREACHED && /lookup/i.test(text))
    return 'Its name was not found. Check the spelling, and that this computer is online.';
  if (code === SERVER_UNREACHED)
    return 'It does not answer. Check the address and the port; a firewall may stand between: then try turns: on port 443.';
  return `It refuses this computer (${code}${text === '' ? '' : `, ${text.replace(/\.$/, '')}`}). Ask whoever runs it.`;
}
