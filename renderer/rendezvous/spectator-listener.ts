import { formatJoinCode } from '../../netcode/rendezvous/join-code.ts';
import { FIRST_SPECTATOR, LAST_SPECTATOR } from '../../netcode/wire/peer-ids.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Connected } from '../webrtc/link.ts';
import { InviteListener } from './invite-listener.ts';
import { Signalled } from './relayed-connection.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** Lets spectators in, under a code of their own, until it is closed. */
export class SpectatorListener {
  /** Called when {@link code} or {@link lost} has changed. */
  onChange?: () => void;
  /** The rendezvous can't be reached, so nobody can come in any more. */
  lost = false;
  readonly #settings: IceSettings;
  readonly #onAdmitted: (connected: Connected) => void;
  readonly #door: InviteListener;
  /** Those who know the code and are not connected yet, by id. */
  readonly #admissions = new Map<number, Signalled>();
  #meeting: OpenRendezvous | undefined;
  #open = false;
  #closed = false;

  /**
   * @param isTaken whether an id belongs to somebody who has been connected
   * @param onAdmitted gets each spectator's connection
   */
  constructor(
    point: RendezvousClient,
    settings: IceSettings,
    isTaken: (id: number) => boolean,
    onAdmitted: (connected: Connected) => void,
  ) {
    this.#settings = settings;
    this.#onAdmitted = onAdmitted;
    this.#door = new InviteListener(
      {
        accepted: (id, resumeSecret) => void this.#admit(id, resumeSecret),
        signal: (id, signal) => this.#admissions.get(id)?.take(signal),
        renewed: () => this.onChange?.(),
        lost: () => this.#lose(),
      },
      {
        freeId: () => {
          for (let id = FIRST_SPECTATOR; id <= LAST_SPECTATOR; id++) if (!isTaken(id) && !this.#admissions.has(id)) return id;
          return undefined;
        },
      },
    );
    void this.#enter(point);
  }

  /** The watch code that counts at the moment, as `K7QF-3M9X`; empty while there is none. */
  get code(): string {
    return this.#open && !this.lost ? formatJoinCode(this.#door.code) : '';
  }

  /** Lets nobody in any more; who is in stays. */
  close(): void {
    this.#closed = true;
    this.#door.close();
    for (const admission of this.#admissions.values()) admission.quit();
    this.#meeting?.leave();
  }

  async #enter(point: RendezvousClient): Promise<void> {
    const entered = await point.enter(true, () => this.#lose());
    if ('reason' in entered) {
      this.#lose();
      return;
    }
    this.#meeting = entered;
    if (this.#closed) entered.leave();
    else if (await this.#door.open(entered)) {
      this.#open = true;
      this.onChange?.();
    }
  }

  async #admit(id: number, resumeSecret: Uint8Array): Promise<void> {
    const admission = new Signalled(false, this.#settings, (plain) => this.#door.send(id, plain));
    this.#admissions.set(id, admission);
    admission.begin({ localId: 1, remoteId: id, resumeSecret });
    const result = await admission.result;
    this.#admissions.delete(id);
    if (typeof result !== 'string') this.#onAdmitted(result);
  }

  #lose(): void {
    if (this.#closed || this.lost) return;
    this.lost = true;
    this.#door.close();
    this.onChange?.();
  }
}
