import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import type { IceServer, Settings } from '../../electron/desktop.ts';

/** What connecting needs to know of the settings. */
export type IceSettings = Pick<Settings, 'iceServers' | 'relayOnly'>;

/** How long credentials made from a shared secret hold, in seconds: longer than anybody plays, because a relay asks for them again all the time. */
const CREDENTIAL_LIFE_S = 12 * 3_600;
/** Stands in an expiring user name where the server's log shows who it was; not the player's own name, which is nobody's business there. */
const USER = 'paddlewire';

/** Whether a server relays (TURN), which a connection without addresses needs; STUN servers only tell addresses. */
export function isRelay({ urls }: IceServer): boolean {
  return /^turns?:/.test(urls);
}

/**
 * WebRTC's configuration from the settings. A `secret` becomes expiring credentials: the user name is `EXPIRY:paddlewire` in seconds since 1970, the
 * password the base64 of its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`).
 * @param nowMs time since 1970
 */
export function iceConfig({ iceServers, relayOnly }: IceSettings, nowMs: number): RTCConfiguration {
  return {
    iceServers: iceServers.map((server) => ({ urls: server.urls, ...credentials(server, nowMs) })),
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
  };
}

function credentials({ username, credential, secret }: IceServer, nowMs: number): Pick<RTCIceServer, 'username' | 'credential'> {
  if (secret === undefined) return { ...(username !== undefined && { username }), ...(credential !== undefined && { credential }) };
  const expiring = `${Math.floor(nowMs / 1000) + CREDENTIAL_LIFE_S}:${username ?? USER}`;
  const bytes = new TextEncoder();
  return { username: expiring, credential: btoa(String.fromCharCode(...hmac(sha1, bytes.encode(secret), bytes.encode(expiring)))) };
}
