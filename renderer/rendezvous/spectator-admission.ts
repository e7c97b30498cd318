import { formatJoinCode } from 'paddlewire-netcode/rendezvous';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Connected } from '../webrtc/link.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { InviteListener } from './invite-listener.ts';
import type { RendezvousClient } from './rendezvous-client.ts';

/** A match that takes spectators in. */
export interface SpectatedMatch {
  admit(connected: Connected): void;
  /** Whether an id belongs to somebody at the table. */
  isTaken(id: number): boolean;
}

/** Which spectators may watch the game that this window hosts. None may, unless the host says so. */
export class SpectatorAdmission {
  /** The rendezvous was lost, so no other spectator finds the game. */
  lost = false;
  readonly #rendezvous: RendezvousClient;
  readonly #settings: () => IceSettings;
  readonly #onChange: () => void;
  /** Those who came before the match began. */
  #early: Connected[] = [];
  #match: SpectatedMatch | undefined;
  #listener: InviteListener | undefined;
  #listens = false;

  /** @param onChange called when something that screens show has changed */
  constructor(rendezvous: RendezvousClient, settings: () => IceSettings, onChange: () => void) {
    this.#rendezvous = rendezvous;
    this.#settings = settings;
    this.#onChange = onChange;
  }

  /** Whether more may come. */
  get allowed(): boolean {
    return this.#listener !== undefined;
  }

  /** The watch code that counts at the moment, as `K7QF-3M9X`; empty while there is none. */
  get code(): string {
    return this.#listener !== undefined && this.#listens && !this.lost ? formatJoinCode(this.#listener.code) : '';
  }

  /** How many came before the match began. */
  get waiting(): number {
    return this.#early.length;
  }

  /** Lets spectators in from now on, or no more of them: those who already watch stay. */
  allow(on: boolean): void {
    this.#listener?.end();
    this.#listener = undefined;
    if (on) void this.#listen();
    this.#onChange();
  }

  /** The match has begun: it takes in those who came early, and all who come from now on. */
  seat(match: SpectatedMatch): void {
    this.#match = match;
    for (const connected of this.#early.splice(0)) match.admit(connected);
  }

  /** Lets nobody in any longer, and sends those away who wait for a match that will not begin. */
  close(): void {
    this.#listener?.end();
    this.#listener = undefined;
    for (const { link } of this.#early.splice(0)) link.close();
  }

  async #listen(): Promise<void> {
    const listener = new InviteListener({
      isTaken: (id) => this.#match?.isTaken(id) ?? this.#early.some(({ remoteId }) => remoteId === id),
      admit: () => this.#newAttempt(),
      renewed: this.#onChange,
      lost: () => this.#lose(listener),
    });
    this.lost = false;
    this.#listener = listener;
    this.#listens = false;
    const entered = await this.#rendezvous.enter(true, () => this.#lose(listener));
    if ('reason' in entered) this.#lose(listener);
    else if (await listener.open(entered)) {
      this.#listens = true;
      this.#onChange();
    }
  }

  #newAttempt(): ConnectionAttempt {
    const attempt = new ConnectionAttempt(false, this.#settings(), { tellsCancel: true });
    void attempt.result.then((result) => {
      if (typeof result !== 'string') this.#admit(result);
    });
    return attempt;
  }

  #lose(listener: InviteListener): void {
    if (this.#listener !== listener || this.lost) return;
    this.lost = true;
    listener.close();
    this.#onChange();
  }

  #admit(connected: Connected): void {
    if (this.#match !== undefined) {
      this.#match.admit(connected);
      return;
    }
    this.#early.push(connected);
    void connected.link.gone.then(() => this.#forget(connected));
    this.#onChange();
  }

  /** Somebody who came early is gone, or at the table by now. */
  #forget(connected: Connected): void {
    const index = this.#early.indexOf(connected);
    if (index < 0) return;
    this.#early.splice(index, 1);
    this.#onChange();
  }
}
