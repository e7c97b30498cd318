import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Connected } from '../webrtc/link.ts';
import { SignalBatch } from '../webrtc/signal-batch.ts';
import { ConnectionAttempt } from './connection-attempt.ts';

/** A connection in the making between two who can reach each other already: somebody carries their signals. */
export class Signalled extends ConnectionAttempt {
  readonly #batch: SignalBatch;
  readonly #send: (plain: Uint8Array) => void;

  /**
   * @param initiator exactly one of the two sides
   * @param send carries signals to the other side, in order
   * @param maxBytes of what is sent at once; left out, as much as a sealed message holds
   */
  constructor(initiator: boolean, settings: IceSettings, send: (plain: Uint8Array) => void, maxBytes?: number) {
    const batch = new SignalBatch(maxBytes);
    super(initiator, settings, (signal) => batch.add(signal));
    this.#batch = batch;
    this.#send = send;
  }

  /** Opens the connection. */
  begin(identity: Omit<Connected, 'link'>): void {
    void this.connect(identity);
    this.#batch.start(this.#send);
  }
}
