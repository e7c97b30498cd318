import { resumeCode } from 'paddlewire-netcode/rendezvous';
import type { Settings } from '../../electron/contract/desktop.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Link } from '../webrtc/link.ts';
import { HostedGame } from './host.ts';
import { joinGame } from './join.ts';
import type { RendezvousClient } from './rendezvous-client.ts';

/** Between two attempts, in ms: short, because the other side may be back at any moment; not zero, because a refusal can come immediately. */
const PAUSE_MS = 500;

/**
 * Tries to meet another peer of a match, again or for the first time, until a connection is open or it is told to stop. No other peer can
 * answer: the code comes from a secret that the two share.
 *
 * @param hosts exactly one of the two sides
 * @param onLink gets the connection, once
 * @returns what stops it; harmless afterwards
 */
export function reunite(
  rendezvous: RendezvousClient,
  settings: IceSettings & Pick<Settings, 'lanPlay' | 'rendezvous'>,
  secret: Uint8Array,
  hosts: boolean,
  onLink: (link: Link) => void,
): () => void {
  const code = resumeCode(secret);
  // Where the two can only meet on this machine, the one who waits opens the rendezvous, and the one who comes back finds it immediately.
  const onlyHere = !settings.lanPlay && settings.rendezvous.length === 0;
  let stop: () => void = () => undefined;
  const tryAgain = (): void => {
    const attempt = hosts ? new HostedGame(rendezvous, settings, code).attempt : joinGame(rendezvous, code, settings, onlyHere);
    let stopped = false;
    stop = () => {
      stopped = true;
      attempt.cancel();
    };
    void attempt.result.then((result) => {
      if (stopped) {
        if (typeof result !== 'string') result.link.close();
      } else if (typeof result !== 'string') onLink(result.link);
      else {
        const timer = setTimeout(tryAgain, PAUSE_MS);
        stop = () => clearTimeout(timer);
      }
    });
  };
  tryAgain();
  return () => stop();
}
