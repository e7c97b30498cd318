import { type JoinCode, writtenForms } from '../../netcode/rendezvous/join-code.ts';
import { JoinerHandshake, type JoinerStep } from '../../netcode/rendezvous/joiner-handshake.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Attempt } from '../webrtc/link.ts';
import { decodeSignals } from '../webrtc/signal.ts';
import { SignalBatch } from '../webrtc/signal-batch.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { randomBytes } from './random-bytes.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** How long a host has to answer the first knock, in ms: on one machine it takes 10, across the world below 1,000, on a busy machine some thousands. */
const ANSWER_LIMIT_MS = 5_000;
/** How long the whole handshake may take once a host has answered, in ms. */
const HANDSHAKE_LIMIT_MS = 15_000;
/** How often what was not answered is said again, in ms: a broker that dies loses what it was last given. */
const SAY_AGAIN_MS = 1_000;

/**
 * Joins the game that a code names, to play or to watch: the host says which.
 * @param opens whether to open a meeting point on this machine when there is none, for a host that is still to come
 */
export function joinGame(point: RendezvousClient, code: JoinCode, settings: IceSettings, opens = false): Attempt {
  return new Joining(point, code, settings, opens);
}

class Joining extends ConnectionAttempt {
  readonly #nameplate: string;
  readonly #handshake: JoinerHandshake;
  readonly #batch: SignalBatch;
  #meeting: OpenRendezvous | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #sayingAgain: ReturnType<typeof setInterval> | undefined;

  constructor(point: RendezvousClient, code: JoinCode, settings: IceSettings, opens: boolean) {
    const batch = new SignalBatch();
    super(true, settings, (signal) => batch.add(signal));
    this.#batch = batch;
    this.#nameplate = code.nameplate;
    diagnostics.hide(writtenForms(code));
    // Asked for first: the desktop connects while this page computes.
    const entering = this.enter(point, opens);
    this.#handshake = new JoinerHandshake(code, randomBytes);
    this.onEnd(() => this.#beQuiet());
    void this.#open(entering);
  }

  override cancel(): void {
    this.quit();
  }

  async #open(entering: Promise<OpenRendezvous | undefined>): Promise<void> {
    const meeting = await entering;
    if (meeting === undefined) return;
    this.#meeting = meeting;
    try {
      await meeting.subscribe(`paddlewire/1/${this.#nameplate}/${this.#handshake.id}`, (payload) => {
        if (!this.done) this.#carryOut(this.#handshake.receive(payload));
      });
    } catch (error) {
      this.#lost(error);
      return;
    }
    if (this.done) return;
    this.onStage?.('handshake');
    this.#limit = setTimeout(() => this.finish('no-such-game'), ANSWER_LIMIT_MS);
    this.#say(this.#handshake.knock());
  }

  /** Sends a message of the handshake, again and again until something else is to be said. */
  #say(bytes: Uint8Array): void {
    clearInterval(this.#sayingAgain);
    this.#sayingAgain = setInterval(() => this.#publish(bytes), SAY_AGAIN_MS);
    this.#publish(bytes);
  }

  #beQuiet(): void {
    clearTimeout(this.#limit);
    clearInterval(this.#sayingAgain);
  }

  #publish(bytes: Uint8Array): void {
    this.#meeting?.publish(`paddlewire/1/${this.#nameplate}/host`, bytes).catch((error: unknown) => this.#lost(error));
  }

  #lost(error: unknown): void {
    diagnostics.note('connect', 'a joiner has lost the meeting point', error);
    this.lose();
  }

  #carryOut(steps: readonly JoinerStep[]): void {
    for (const step of steps) {
      switch (step.type) {
        case 'send':
          clearTimeout(this.#limit);
          this.#limit = setTimeout(() => this.finish('host-silent'), HANDSHAKE_LIMIT_MS);
          this.#say(step.bytes);
          break;
        case 'accepted':
          this.#beQuiet();
          void this.connect({ localId: step.id, remoteId: 1, resumeSecret: step.resumeSecret });
          this.#batch.start((bytes) => {
            const wrapped = this.#handshake.wrap(bytes);
            if (wrapped !== undefined) this.#publish(wrapped);
          });
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.take(signal);
          break;
        case 'refused':
          this.finish(step.why);
          break;
      }
    }
  }
}
