import type { Session } from 'electron';
import { isPageUrl } from './page-origin.ts';

/** What the page may ask for: the join code is copied, the court fills the screen, and the screen stays on during a match. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen', 'screen-wake-lock']);

/**
 * What the page may be told it could have. Chromium asks about `media` before it lets WebRTC use every network interface: refused, a LAN
 * without a way to the internet gives no candidates. A camera or a microphone still can't be opened, since that takes a request.
 */
const checkedOnly: ReadonlySet<string> = new Set(['media']);

/** Whether the page may have a permission that it asks for. */
export function allowsRequest(permission: string, requestingUrl: string): boolean {
  return granted.has(permission) && isPageUrl(requestingUrl);
}

/** Whether the page is told that it has a permission when Chromium looks without asking. */
export function allowsCheck(permission: string, requestingUrl: string): boolean {
  return (granted.has(permission) || checkedOnly.has(permission)) && isPageUrl(requestingUrl);
}

/** Denies every permission, device and screen to everybody but what is named above, to the page alone. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(allowsRequest(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    allowsCheck(permission, details.requestingUrl ?? requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}
