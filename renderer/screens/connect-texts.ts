import type { JoinCodeError } from '../../netcode/rendezvous/join-code.ts';
import type { ConnectError } from '../net/link.ts';
import type { Progress } from '../stage.ts';

/** What happened, and what to do next. */
export interface Explanation {
  readonly title: string;
  readonly next: string;
}

const errors: Readonly<Record<ConnectError, Explanation>> = {
  'rendezvous-unreachable': {
    title: 'No game is open on this machine',
    next: 'Nobody is hosting here, so there is no meeting point to ask. Let the other player press “Host game” first, then try again.',
  },
  'no-such-game': {
    title: 'No such game',
    next: 'Nobody is waiting under this code: it may have expired, or the game is full or cancelled. Check the first four characters, or ask for a new code.',
  },
  'wrong-code': {
    title: 'Wrong code',
    next: 'The game is there, but the last four characters do not fit. Check them and try again; after five wrong tries the host gets a new code.',
  },
  'game-full': { title: 'The game is full', next: 'Somebody else joined with this code first. Ask the host to open another game.' },
  'other-version': {
    title: 'The other player has another version',
    next: 'Both need the same version of Paddlewire. Update the older one, then try again.',
  },
  'network-blocked': {
    title: 'The network is in the way',
    next: 'You found each other, but no direct connection could be opened within 15 seconds. Try another network, or put a TURN server into the settings.',
  },
  cancelled: { title: 'Cancelled', next: 'Nothing was changed.' },
};

/** An error of opening a game in plain words. */
export function explainHosting(error: ConnectError): Explanation {
  if (error !== 'rendezvous-unreachable') return errors[error];
  return {
    title: 'The meeting point could not be opened',
    next: 'Another program may use its ports. Close that program or restart the machine, or put other numbers under “brokerPorts” in settings.json, then try again.',
  };
}

/** An error of joining a game in plain words. */
export function explain(error: ConnectError | JoinCodeError): Explanation {
  return typeof error === 'string' ? errors[error] : { title: 'That is not a code yet', next: error.detail };
}

/** What is going on while a connection is made. */
export function progressText(progress: Progress): string {
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
