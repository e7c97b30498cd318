import type { FuzzTarget } from './target.ts';
import { handshakeTarget } from './targets/handshake.ts';
import { pageMessagesTarget } from './targets/page-messages.ts';
import { rendezvousTargets } from './targets/rendezvous.ts';
import { sessionTarget } from './targets/session.ts';
import { shellTargets } from './targets/shell.ts';
import { signalsTarget } from './targets/signals.ts';
import { storageTargets } from './targets/storage.ts';
import { textTargets } from './targets/texts.ts';
import { wireTargets } from './targets/wire.ts';

/** Everything that reads what comes from outside. */
export const targets: readonly FuzzTarget[] = [
  ...wireTargets,
  ...rendezvousTargets,
  handshakeTarget,
  signalsTarget,
  ...storageTargets,
  pageMessagesTarget,
  ...shellTargets,
  ...textTargets,
  sessionTarget,
];
