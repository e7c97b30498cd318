import { formatJoinCode, type JoinCode } from '../../netcode/rendezvous/join-code.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Attempt } from '../webrtc/link.ts';
import { SignalBatch } from '../webrtc/signal-batch.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { InviteListener } from './invite-listener.ts';
import { Announcer } from './lobby.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** How long whoever knocks after the second player is told that the game is full, in ms: somebody may still be typing the code. */
const FULL_ANSWERS_MS = 60_000;

/** A game that waits for its second player. */
export interface HostAttempt extends Attempt {
  /** The join code, as `K7QF-3M9X`, that counts at the moment. */
  readonly code: string;
  /** Called with a new code when the old one was guessed at too often or has expired. */
  onCode?: (code: string) => void;
  /** Puts the game on the list of open games under a name, its code in sight of all; undefined takes it off. */
  list(name: string | undefined): void;
}

/**
 * Opens a game and waits for somebody to join it.
 * @param code under which two peers meet again; without it one is drawn, and another one when it dies
 */
export function hostGame(point: RendezvousClient, settings: IceSettings, code?: JoinCode): HostAttempt {
  return new Hosting(point, settings, code);
}

class Hosting extends ConnectionAttempt implements HostAttempt {
  onCode?: (code: string) => void;
  readonly #isReunion: boolean;
  readonly #door: InviteListener;
  #meeting: OpenRendezvous | undefined;
  #name: string | undefined;
  /** The second player has come, connected or not. */
  #full = false;
  #announcer: Announcer | undefined;

  constructor(point: RendezvousClient, settings: IceSettings, code: JoinCode | undefined) {
    const batch = new SignalBatch();
    super(false, settings, (signal) => batch.add(signal));
    this.#isReunion = code !== undefined;
    this.#door = new InviteListener(
      {
        accepted: (id, resumeSecret) => {
          this.#full = true;
          this.#announce();
          void this.connect({ localId: 1, remoteId: id, resumeSecret });
          batch.start((bytes) => this.#door.send(id, bytes));
        },
        signal: (_, signal) => this.take(signal),
        renewed: () => this.onCode?.(this.code),
        lost: () => this.lose(),
      },
      { code },
    );
    this.onEnd(() => {
      this.#door.close();
      this.#announcer?.stop();
    });
    void this.#open(point);
  }

  get code(): string {
    return formatJoinCode(this.#door.code);
  }

  override cancel(): void {
    this.quit();
  }

  list(name: string | undefined): void {
    this.#name = name;
    this.#announce();
  }

  async #open(point: RendezvousClient): Promise<void> {
    const meeting = await this.enter(point, true);
    if (meeting === undefined) return;
    this.#meeting = meeting;
    if (!(await this.#door.open(meeting))) return;
    this.onStage?.('waiting');
    this.#announce();
  }

  #announce(): void {
    this.#announcer?.stop();
    const name = this.#name;
    if (name === undefined || this.#meeting === undefined || this.#full || this.done) return;
    this.#announcer = new Announcer(this.#meeting, () => ({ name, code: this.#door.code }));
  }

  protected override leave(meeting: OpenRendezvous, connected: boolean): void {
    if (connected && !this.#isReunion) setTimeout(() => meeting.leave(), FULL_ANSWERS_MS);
    else meeting.leave();
  }
}
