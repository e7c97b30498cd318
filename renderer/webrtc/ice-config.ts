import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import type { IceServer, Settings } from '../../electron/contract/desktop.ts';
import { iceServerProblem } from './ice-server-problem.ts';
import { hasWebRtc, webRtcRefusal } from './web-rtc.ts';

/** What connecting needs to know of the settings. */
export type IceSettings = Pick<Settings, 'iceServers' | 'relayOnly'>;

/** A server of the settings that is left out, because the browser does not take it. */
export interface RefusedServer {
  readonly server: IceServer;
  /** Why, in a plain sentence with what to do. */
  readonly problem: string;
}

/** How long credentials made from a shared secret hold, in seconds: longer than anybody plays, because a relay asks for them again all the time. */
const CREDENTIAL_LIFE_S = 12 * 3_600;
/** Stands in an expiring user name where the server's log shows who it was; not the player's own name, which is nobody's business there. */
const USER = 'paddlewire';

/** Whether a server relays (TURN), which a connection without addresses needs; STUN servers only tell addresses. */
export function isRelay({ urls }: Pick<IceServer, 'urls'>): boolean {
  return /^turns?:/i.test(urls);
}

/** Servers of the settings, parted into those that this browser takes and those that it does not. */
export interface PartedServers {
  readonly taken: readonly IceServer[];
  readonly refused: readonly RefusedServer[];
}

/**
 * Finds the servers of the settings that this browser does not take: one of them alone would keep it from making any connection.
 * @param nowMs time since 1970
 */
export function partServers(servers: readonly IceServer[], nowMs: number): PartedServers {
  const refused = new Map<IceServer, string>();
  for (const server of servers) {
    const problem = iceServerProblem(server);
    if (problem !== undefined) refused.set(server, problem);
  }
  const rest = servers.filter((server) => !refused.has(server));
  // Only where they are refused together is it worth a connection for each to find out which.
  if (rest.length > 0 && hasWebRtc() && webRtcRefusal({ iceServers: rest.map((server) => iceServer(server, nowMs)) }) !== undefined) {
    for (const server of rest) {
      const refusal = webRtcRefusal({ iceServers: [iceServer(server, nowMs)] });
      if (refusal !== undefined) refused.set(server, `The browser does not accept it (${refusal}). Check the address.`);
    }
  }
  return {
    taken: servers.filter((server) => !refused.has(server)),
    refused: Array.from(refused, ([server, problem]) => ({ server, problem })),
  };
}

/**
 * WebRTC's configuration from the settings. A `secret` becomes expiring credentials: the user name is `EXPIRY:paddlewire` in seconds since 1970, the
 * password the base64 of its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`).
 * @param nowMs time since 1970
 */
export function iceConfig({ iceServers, relayOnly }: IceSettings, nowMs: number): RTCConfiguration {
  return {
    iceServers: iceServers.map((server) => iceServer(server, nowMs)),
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
  };
}

function iceServer(server: IceServer, nowMs: number): RTCIceServer {
  return { urls: server.urls, ...credentials(server, nowMs) };
}

function credentials({ username, credential, secret }: IceServer, nowMs: number): Pick<RTCIceServer, 'username' | 'credential'> {
  if (secret === undefined) return { ...(username !== undefined && { username }), ...(credential !== undefined && { credential }) };
  const expiring = `${Math.floor(nowMs / 1000) + CREDENTIAL_LIFE_S}:${username ?? USER}`;
  const bytes = new TextEncoder();
  return { username: expiring, credential: btoa(String.fromCharCode(...hmac(sha1, bytes.encode(secret), bytes.encode(expiring)))) };
}
