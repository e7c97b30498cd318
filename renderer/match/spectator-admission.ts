import type { RendezvousClient } from '../rendezvous/rendezvous-client.ts';
import { SpectatorListener } from '../rendezvous/spectator-listener.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Connected } from '../webrtc/link.ts';
import type { PlayerMatch } from './player-match.ts';

/** Who may watch the game that this window hosts. Nobody may, unless the host says so. */
export class SpectatorAdmission {
  readonly #point: RendezvousClient;
  readonly #settings: () => IceSettings;
  readonly #onChange: () => void;
  /** Those who came before the match began. */
  #early: Connected[] = [];
  #match: PlayerMatch | undefined;
  #door: SpectatorListener | undefined;

  /** @param onChange called when something that screens show has changed */
  constructor(point: RendezvousClient, settings: () => IceSettings, onChange: () => void) {
    this.#point = point;
    this.#settings = settings;
    this.#onChange = onChange;
  }

  /** Whether more may come. */
  get allowed(): boolean {
    return this.#door !== undefined;
  }

  /** The watch code that counts at the moment; empty while there is none. */
  get code(): string {
    return this.#door?.code ?? '';
  }

  /** The meeting point was lost, so nobody finds in any more. */
  get lost(): boolean {
    return this.#door?.lost === true;
  }

  /** How many came before the match began. */
  get waiting(): number {
    return this.#early.length;
  }

  /** Lets spectators in from now on, or no more of them: those who watch already stay. */
  allow(on: boolean): void {
    this.#door?.close();
    this.#door = undefined;
    if (on) {
      this.#door = new SpectatorListener(
        this.#point,
        this.#settings(),
        (id) => this.#match?.isTaken(id) ?? this.#early.some(({ remoteId }) => remoteId === id),
        (connected) => this.#admit(connected),
      );
      this.#door.onChange = this.#onChange;
    }
    this.#onChange();
  }

  /** The match has begun: it takes in who came early, and everybody who comes from now on. */
  seat(match: PlayerMatch): void {
    this.#match = match;
    for (const connected of this.#early.splice(0)) match.admit(connected);
  }

  /** Lets nobody in any more, and sends those away who wait for a match that will not begin. */
  close(): void {
    this.#door?.close();
    this.#door = undefined;
    for (const { link } of this.#early.splice(0)) link.close();
  }

  #admit(connected: Connected): void {
    if (this.#match === undefined) {
      this.#early.push(connected);
      void connected.link.gone.then(() => this.#lose(connected));
      this.#onChange();
    } else this.#match.admit(connected);
  }

  /** Somebody who came early is gone, or at the table by now. */
  #lose(connected: Connected): void {
    const index = this.#early.indexOf(connected);
    if (index < 0) return;
    this.#early.splice(index, 1);
    this.#onChange();
  }
}
