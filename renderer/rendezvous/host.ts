import { formatJoinCode, type JoinCode } from 'paddlewire-netcode/rendezvous';
import type { IceSettings } from '../webrtc/ice-config.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { Announcer } from './game-list.ts';
import { InviteListener } from './invite-listener.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** How long a peer that knocks after the second player is told that the game is full, in ms: somebody may still be typing the code. */
const FULL_ANSWERS_MS = 60_000;

/** A game that waits for its second player. */
export class HostedGame {
  /** The connection to the player who joins. */
  readonly attempt: ConnectionAttempt;
  /** Called with a new code when the old one was guessed at too often or has expired. */
  onCode?: (code: string) => void;
  readonly #listener: InviteListener;
  #entered: OpenRendezvous | undefined;
  #name: string | undefined;
  /** The second player has come, connected or not. */
  #full = false;
  #announcer: Announcer | undefined;

  /** @param code under which two peers meet again; without it one is drawn, and another one when it dies */
  constructor(rendezvous: RendezvousClient, settings: IceSettings, code?: JoinCode) {
    const attempt = new ConnectionAttempt(false, settings, { tellsCancel: true, ...(code === undefined && { lingerMs: FULL_ANSWERS_MS }) });
    this.attempt = attempt;
    this.#listener = new InviteListener({
      code,
      admit: () => {
        this.#full = true;
        this.#announce();
        return attempt;
      },
      renewed: () => this.onCode?.(this.code),
      lost: () => attempt.lose(),
    });
    attempt.onEnd(() => {
      this.#listener.close();
      this.#announcer?.stop();
    });
    void this.#open(rendezvous);
  }

  /** The join code, as `K7QF-3M9X`, that counts at the moment. */
  get code(): string {
    return formatJoinCode(this.#listener.code);
  }

  /** Puts the game on the list of open games under a name, its code in sight of all; undefined takes it off. */
  list(name: string | undefined): void {
    this.#name = name;
    this.#announce();
  }

  async #open(rendezvous: RendezvousClient): Promise<void> {
    const entered = await this.attempt.enter(rendezvous, true);
    if (entered === undefined) return;
    this.#entered = entered;
    if (!(await this.#listener.open(entered))) return;
    this.attempt.onStage?.('waiting');
    this.#announce();
  }

  #announce(): void {
    this.#announcer?.stop();
    const name = this.#name;
    if (name === undefined || this.#entered === undefined || this.#full || this.attempt.done) return;
    this.#announcer = new Announcer(this.#entered, () => ({ name, code: this.#listener.code }));
  }
}
