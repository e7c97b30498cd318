import type { RendezvousStatus, Settings } from '../../electron/contract/desktop.ts';
import type { ConnectFailure } from '../app/screen.ts';
import { isRelay, type RefusedServer } from '../webrtc/ice-config.ts';
import type { ConnectError, ConnectFindings, ConnectStage } from '../webrtc/link.ts';
import { explainServerError } from './server-texts.ts';

/** What a person can do next at the press of a button. */
export type NextStep = 'again' | 'other-code' | 'host' | 'other-ways' | 'network-settings' | 'network-test';

/** What happened, and what to do next: the first step is the likeliest to help. */
export interface Explanation {
  readonly title: string;
  readonly next: string;
  readonly steps: readonly NextStep[];
}

/** What of the settings bears on a failure. */
export type NetworkSettings = Pick<Settings, 'rendezvous' | 'lanPlay' | 'relayOnly' | 'iceServers'>;

/** Errors whose words depend on nothing else. */
type PlainError = Exclude<ConnectError, 'rendezvous-unreachable' | 'network-blocked' | 'no-webrtc'>;

const joining: Readonly<Record<PlainError, Explanation>> = {
  'no-such-game': {
    title: 'No such game',
    next: 'No game is waiting under this code. It may have expired, or the game was cancelled. Check the first four characters, or ask for a new code.',
    steps: ['other-code', 'again'],
  },
  'wrong-code': {
    title: 'Wrong code',
    next: 'The game exists, but the last four characters do not match. Check them and try again. After five wrong tries the host gets a new code.',
    steps: ['other-code'],
  },
  'game-full': {
    title: 'The game is full',
    next: 'Another player joined with this code first, or all spectator places are taken. Ask for the code of another game, or host one yourself.',
    steps: ['other-code', 'host'],
  },
  'other-version': {
    title: 'The other player has a different version',
    next: 'Both players need the same version of Paddlewire. Update the older one (yours is in the corner of the menu), then try again.',
    steps: ['again'],
  },
  'host-silent': {
    title: 'The host went quiet',
    next: 'The game answered and then stopped responding for 15 seconds. Its window may have been closed, or its network lost. Ask the host, then try again.',
    steps: ['again', 'other-code'],
  },
  'other-left': {
    title: 'The host has left',
    next: 'The game was closed before you were connected. Ask for a new code, or host a game yourself.',
    steps: ['other-code', 'host'],
  },
  cancelled: { title: 'Cancelled', next: 'Nothing was changed.', steps: ['again'] },
};

/** Why a game could not be joined, in plain words. */
export function explainJoining({ error, findings }: ConnectFailure, settings: NetworkSettings): Explanation {
  if (error === 'rendezvous-unreachable') return unreachableForJoiner(settings);
  if (error === 'no-webrtc') return explainNoWebRtc(findings.refusal);
  return error === 'network-blocked' ? explainBlocked(findings, settings) : joining[error];
}

/** Why a game could not be opened, in plain words. */
export function explainHosting({ error, findings }: ConnectFailure, settings: NetworkSettings): Explanation {
  if (error === 'no-webrtc') return explainNoWebRtc(findings.refusal);
  if (error === 'network-blocked') return { ...explainBlocked(findings, settings), steps: ['network-test', 'network-settings', 'again'] };
  if (error === 'other-left') {
    return {
      title: 'The other player has left',
      next: 'They closed the window or cancelled before you were connected. Host again and give them the new code.',
      steps: ['again'],
    };
  }
  if (error !== 'rendezvous-unreachable') return joining[error];
  return {
    title: 'The meeting point could not be opened',
    next: 'Another program may be using its ports. Close that program, restart the computer, or change “brokerPorts” in settings.json, then try again.',
    steps: ['again', 'network-settings', 'other-ways'],
  };
}

/** Why this window can't connect to anybody, and what to do. */
export const NO_WEBRTC =
  'This window can’t connect to other players because WebRTC is turned off. An administrator’s policy or an extension may have done that. Have it allowed, then start Paddlewire again. Practice works without it.';

/** @param refusal what the browser says; empty when it has no WebRTC at all */
function explainNoWebRtc(refusal: string): Explanation {
  return {
    title: 'This window can’t connect',
    next:
      refusal === ''
        ? NO_WEBRTC
        : `The browser refuses to make a connection (${refusal}). Close this window and start Paddlewire again; if that does not help, an administrator’s policy may forbid it.`,
    // What has no WebRTC has none the next time either.
    steps: refusal === '' ? ['network-test'] : ['again', 'network-test'],
  };
}

/** One thing that was in the way, by the name that a person knows it under. */
export interface Obstacle {
  readonly name: string;
  readonly problem: string;
}

/**
 * What was in the way of an attempt, one by one: places to meet that could not be reached, servers that the browser does not take, and those that
 * don't serve this computer.
 *
 * @param clock date and time that this computer goes by, in its owner's way to write them
 */
export function obstaclesOf(
  { tried, refusedServers, serverErrors }: Pick<ConnectFindings, 'tried' | 'refusedServers' | 'serverErrors'>,
  settings: Pick<Settings, 'iceServers'>,
  clock: string,
): readonly Obstacle[] {
  const failed = serverErrors.map(
    (error): Obstacle => ({ name: error.url, problem: explainServerError(error, settings.iceServers, clock) }),
  );
  // Where there is one place only, the sentence above the list says it all.
  const places = tried.length > 1 ? tried.filter(({ problem }) => problem !== '') : [];
  return [
    ...places.map((place): Obstacle => ({ name: placeName(place), problem: place.problem })),
    ...refusedObstacles(refusedServers),
    ...failed,
  ];
}

/** Servers of the settings that the browser does not take. */
export function refusedObstacles(refused: readonly RefusedServer[]): readonly Obstacle[] {
  return refused.map(({ server, problem }) => ({ name: server.urls, problem: `Left out. ${problem}` }));
}

function unreachableForJoiner({ rendezvous, lanPlay }: NetworkSettings): Explanation {
  const steps = ['again', 'other-ways', 'network-settings'] as const;
  if (rendezvous.length === 0 && !lanPlay) {
    return {
      title: 'No meeting point can be reached',
      next: 'No game is hosted on this computer, and no other meeting point is set. To play on this computer, press “Host game” in the other window first. To play with another computer, both turn on play on the local network, or set the same broker.',
      steps,
    };
  }
  return {
    title: 'No meeting point can be reached',
    next: 'No meeting point could be reached within 15 seconds. Check that this computer is online and that the other player is hosting, then try again.',
    steps,
  };
}

function explainBlocked(findings: ConnectFindings, settings: NetworkSettings): Explanation {
  const title = 'The network blocks the connection';
  const { candidates, refusedServers, serverErrors } = findings;
  const { own, ownOutside, theirs, theirsOutside } = candidates;
  if (own === 0 && settings.relayOnly) {
    const relays = settings.iceServers.filter(isRelay).length;
    const left = relays - refusedServers.filter(({ server }) => isRelay(server)).length;
    const next =
      relays === 0
        ? 'Your settings allow relays only, but no TURN server is set. Add one, or allow direct connections.'
        : left === 0
          ? 'Your settings allow relays only, and none of your TURN servers can be used as they are set. Correct them, or allow direct connections.'
          : 'Your settings allow relays only, and none of your TURN servers accepted this computer. Check their addresses, user names and passwords.';
    return { title, next, steps: ['network-settings', 'network-test'] };
  }
  if (own === 0) {
    return {
      title: 'This computer is offline',
      next: 'It has no address that other computers could reach. No network is connected, or a program keeps this window from using it. Connect to a network, then try again.',
      steps: ['again', 'network-test'],
    };
  }
  if (theirs === 0) {
    return {
      title: 'The other player can’t be reached',
      next: 'You found each other, but the other computer offered no address. It may be offline, or allow relays only without having one. Ask the other player to run the network test.',
      steps: ['again', 'network-test'],
    };
  }
  if (refusedServers.length + serverErrors.length > 0) {
    return {
      title,
      next: 'You found each other, but no connection between your computers opened within 15 seconds. A server from your settings that might have helped refused this computer:',
      steps: ['network-settings', 'network-test', 'again'],
    };
  }
  if (ownOutside === 0 || theirsOutside === 0) {
    const who =
      ownOutside + theirsOutside > 0
        ? `${ownOutside === 0 ? 'your computer' : 'the other player’s computer'} offered only addresses of its own network`
        : 'both computers offered only addresses of their own networks';
    return {
      title,
      next: `You found each other, but no connection between your computers opened within 15 seconds: ${who}. Across the internet ${ownOutside + theirsOutside > 0 ? 'that one needs' : 'each of them needs'} a STUN server in the network settings. Within one network, a guest Wi-Fi or a firewall may keep computers apart.`,
      steps: ['network-settings', 'network-test', 'again'],
    };
  }
  return {
    title,
    next: 'You found each other, but no connection between your computers opened within 15 seconds. If the other player has not left in the meantime, the network test shows what is missing: usually a relay (TURN server).',
    steps: ['network-test', 'network-settings', 'again'],
  };
}

/** What is going on while a connection is made. */
export function progressText(progress: ConnectStage): string {
  switch (progress) {
    case 'rendezvous':
      return 'Finding the meeting point …';
    case 'waiting':
      return 'Waiting for the other player …';
    case 'handshake':
      return 'Checking the code …';
    case 'network':
      return 'Opening a direct connection …';
  }
}

/** A meeting place by the name that a person knows it under. */
export function placeName({ kind, url }: RendezvousStatus): string {
  if (kind === 'broker') return url;
  return kind === 'lan' ? 'Local network' : 'This computer';
}
