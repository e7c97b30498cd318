import { MAX_SEALED_BYTES, PasteAnswerer, type PasteRefusal, PasteStarter } from 'paddlewire-netcode/rendezvous';
import { HOST_ID, OTHER_PLAYER_ID } from 'paddlewire-netcode/table';
import { fittingSignals } from '../webrtc/candidate-line.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import { decodeSignals, encodeSignals, type Signal } from '../webrtc/signal.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { decodePasted, encodePasted } from './paste-text.ts';
import { randomBytes } from './random-bytes.ts';

async function ownSignals(attempt: ConnectionAttempt): Promise<Uint8Array> {
  return encodeSignals(fittingSignals(await attempt.gathered(), MAX_SEALED_BYTES));
}

/** What is wrong with a text that was pasted. */
export type PasteProblem = PasteRefusal | 'no-text' | 'cut-short';

/** The next text to send, or why what was pasted is not taken. */
export type PasteStep = { readonly text: string } | { readonly problem: PasteProblem };

/** The one who sends the first text, takes the second and sends the third. */
export class StartedPaste {
  readonly attempt: ConnectionAttempt;
  /** The first text. */
  readonly text: string;
  readonly #exchange: PasteStarter;
  #theirs: readonly Signal[] | undefined;

  constructor(password: Uint8Array, settings: IceSettings) {
    this.attempt = new ConnectionAttempt(false, settings);
    this.#exchange = new PasteStarter(password, randomBytes);
    this.text = encodePasted(this.#exchange.first());
  }

  /** Takes the second text. Returns the third. */
  async reply(pasted: string): Promise<PasteStep> {
    const bytes = decodePasted(pasted);
    if (typeof bytes === 'string') return { problem: bytes };
    const taken = this.#exchange.takeSecond(bytes);
    if (!taken.ok) return { problem: taken.why };
    const signals = decodeSignals(taken.plain);
    if (!signals.some(({ type }) => type === 'offer')) return { problem: 'damaged' };
    // A text that is pasted twice brings nothing new.
    if (this.#theirs === undefined) {
      // Addresses wait until both are ready: trying them now would be over before the third text has been pasted.
      for (const signal of signals) if (signal.type !== 'candidate') this.attempt.take(signal);
      this.#theirs = signals.filter(({ type }) => type === 'candidate');
    }
    const third = this.#exchange.third(await ownSignals(this.attempt));
    return third === undefined ? { problem: 'damaged' } : { text: encodePasted(third) };
  }

  /** Both have all texts: opens the connection. */
  start(): void {
    const { resumeSecret } = this.#exchange;
    if (resumeSecret === undefined) return;
    for (const signal of this.#theirs ?? []) this.attempt.take(signal);
    this.attempt.connect({ localId: OTHER_PLAYER_ID, remoteId: HOST_ID, resumeSecret });
  }
}

/** The one who takes the first text, sends the second and takes the third. */
export class AnsweredPaste {
  readonly attempt: ConnectionAttempt;
  readonly #exchange: PasteAnswerer;
  #theirs: readonly Signal[] = [];

  private constructor(exchange: PasteAnswerer, settings: IceSettings) {
    this.attempt = new ConnectionAttempt(true, settings);
    this.#exchange = exchange;
  }

  /** Takes a first text. */
  static take(pasted: string, password: Uint8Array, settings: IceSettings): AnsweredPaste | PasteProblem {
    const bytes = decodePasted(pasted);
    if (typeof bytes === 'string') return bytes;
    const exchange = PasteAnswerer.take(bytes, password, randomBytes);
    return typeof exchange === 'string' ? exchange : new AnsweredPaste(exchange, settings);
  }

  /** The second text, once this machine's addresses are known. */
  async text(): Promise<string> {
    return encodePasted(this.#exchange.second(await ownSignals(this.attempt)));
  }

  /** Takes the third text. Returns what is wrong with it. */
  finishWith(pasted: string): PasteProblem | undefined {
    const bytes = decodePasted(pasted);
    if (typeof bytes === 'string') return bytes;
    const taken = this.#exchange.takeThird(bytes);
    if (!taken.ok) return taken.why;
    this.#theirs = decodeSignals(taken.plain);
    return this.#theirs.some(({ type }) => type === 'answer') ? undefined : 'damaged';
  }

  /** Both have all texts: opens the connection. */
  start(): void {
    for (const signal of this.#theirs) this.attempt.take(signal);
    this.attempt.connect({ localId: HOST_ID, remoteId: OTHER_PLAYER_ID, resumeSecret: this.#exchange.resumeSecret });
  }
}
