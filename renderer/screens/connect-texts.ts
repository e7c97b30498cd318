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
    next: 'Nobody is waiting under this code: it may have expired, or the game was cancelled. Check the first four characters, or ask for a new code.',
    steps: ['other-code', 'again'],
  },
  'wrong-code': {
    title: 'Wrong code',
    next: 'The game is there, but the last four characters do not fit. Check them and try again; after five wrong tries the host gets a new code.',
    steps: ['other-code'],
  },
  'game-full': {
    title: 'The game is full',
    next: 'Somebody else joined with this code first, or every place to watch is taken. Ask for the code of another game, or host one yourself.',
    steps: ['other-code', 'host'],
  },
  'other-version': {
    title: 'The other player has another version',
    next: 'Both need the same version of Paddlewire. Update the older one (yours is in the corner of the menu), then try again.',
    steps: ['again'],
  },
  'host-silent': {
    title: 'The host went quiet',
    next: 'The game answered and then no more, for 15 seconds: its window may have been closed, or its network lost. Ask the host, then try again.',
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
      next: 'Their window was closed, or they cancelled, before you were connected. Host again, and give them the new code.',
      steps: ['again'],
    };
  }
  if (error !== 'rendezvous-unreachable') return joining[error];
  return {
    title: 'The meeting point could not be opened',
    next: 'Another program may use its ports. Close that program or restart the computer, or put other numbers under “brokerPorts” in settings.json, then try again.',
    steps: ['again', 'network-settings', 'other-ways'],
  };
}

/** Why this window can't connect to anybody, and what to do. */
export const NO_WEBRTC =
  'This window can’t connect to anybody, because WebRTC is switched off. A rule of whoever looks after this computer, or an extension, may have done that: have it allowed, then start Paddlewire again. Practice works without it.';

/** @param refusal what the browser says; empty when it has no WebRTC at all */
function explainNoWebRtc(refusal: string): Explanation {
  return {
    title: 'No connections from this window',
    next:
      refusal === ''
        ? NO_WEBRTC
        : `The browser refuses to make a connection (${refusal}). Close this window and start Paddlewire again; if it stays so, a rule of whoever looks after this computer forbids it.`,
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
      title: 'No meeting point in reach',
      next: 'Nobody hosts on this computer, and no other place to meet is set. On this computer: press “Host game” in the other window first. On another one: both turn on play on the local network, or name the same broker.',
      steps,
    };
  }
  return {
    title: 'No meeting point in reach',
    next: 'None of the places where players meet could be reached within 15 seconds. Check that this computer is online and that the other player hosts, then try again.',
    steps,
  };
}

function explainBlocked(findings: ConnectFindings, settings: NetworkSettings): Explanation {
  const title = 'The network is in the way';
  const { candidates, refusedServers, serverErrors } = findings;
  const { own, ownOutside, theirs, theirsOutside } = candidates;
  if (own === 0 && settings.relayOnly) {
    const relays = settings.iceServers.filter(isRelay).length;
    const left = relays - refusedServers.filter(({ server }) => isRelay(server)).length;
    const next =
      relays === 0
        ? 'Your settings allow relays alone, but name no TURN server. Put one in, or allow direct connections.'
        : left === 0
          ? 'Your settings allow relays alone, and none of your TURN servers can be used as it stands there. Correct them, or allow direct connections.'
          : 'Your settings allow relays alone, and none of your TURN servers let this computer in. Check their addresses, users and passwords.';
    return { title, next, steps: ['network-settings', 'network-test'] };
  }
  if (own === 0) {
    return {
      title: 'This computer is offline',
      next: 'It has no address at which anybody could reach it: no network is connected, or a program keeps this window from using it. Connect to a network, then try again.',
      steps: ['again', 'network-test'],
    };
  }
  if (theirs === 0) {
    return {
      title: 'The other player can’t be reached',
      next: 'You found each other, but the other computer named no address. It may be offline, or allow relays alone without having one. Ask the other player to run the network test.',
      steps: ['again', 'network-test'],
    };
  }
  if (refusedServers.length + serverErrors.length > 0) {
    return {
      title,
      next: 'You found each other, but no way between your computers opened within 15 seconds. A server of your settings that might have helped did not serve this computer:',
      steps: ['network-settings', 'network-test', 'again'],
    };
  }
  if (ownOutside === 0 || theirsOutside === 0) {
    const who =
      ownOutside + theirsOutside > 0
        ? `${ownOutside === 0 ? 'your computer' : 'the other player’s computer'} named only addresses of its own network`
        : 'both computers named only addresses of their own networks';
    return {
      title,
      next: `You found each other, but no way between your computers opened within 15 seconds: ${who}. Across the internet ${ownOutside + theirsOutside > 0 ? 'that one needs' : 'each of them needs'} a STUN server in the network settings. Within one network, a guest Wi-Fi or a firewall may keep computers apart.`,
      steps: ['network-settings', 'network-test', 'again'],
    };
  }
  return {
    title,
    next: 'You found each other, but no way between your computers opened within 15 seconds. If the other player has not left meanwhile, the network test tells what is missing: most often a relay (TURN server).',
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
