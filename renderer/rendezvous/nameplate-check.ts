import { encodeRendezvous, hexOf, JOINER_ID_BYTES, RendezvousKind, topicOf } from 'paddlewire-netcode/rendezvous';
import { diagnostics } from '../desktop/diagnostics.ts';
import { randomBytes } from './random-bytes.ts';
import type { OpenRendezvous } from './rendezvous-client.ts';

/** A version that no joiner has: every host, of whatever version, refuses it at once and computes nothing for it. */
const NO_VERSION = 0;
/** Bounds of the wait for another host, in ms. An answer takes about as long as the rendezvous took to take the question, twice to be safe. */
const SHORTEST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_500;

/** Looks whether somebody else hosts under a nameplate: two hosts would answer each other's joiners. */
export class NameplateCheck {
  readonly #nameplate: string;
  readonly #id = randomBytes(JOINER_ID_BYTES);

  constructor(nameplate: string) {
    this.#nameplate = nameplate;
  }

  /** Knocks there. Whoever checks must already be listening, so that of two who check at once both see the other. Rejects when the rendezvous is lost. */
  async isTaken(entered: OpenRendezvous): Promise<boolean> {
    const answers = topicOf(this.#nameplate, hexOf(this.#id));
    let answered: (taken: boolean) => void = () => undefined;
    const answer = new Promise<boolean>((resolve) => {
      answered = resolve;
    });
    await entered.subscribe(answers, () => answered(true));
    const askedMs = performance.now();
    await entered.publish(topicOf(this.#nameplate, 'host'), this.#knock());
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, 2 * (performance.now() - askedMs)));
    const limit = setTimeout(() => answered(false), waitMs);
    const taken = await answer;
    clearTimeout(limit);
    entered.unsubscribe(answers).catch((error: unknown) => diagnostics.note('connect', 'a check of a code was not ended', error));
    return taken;
  }

  /** Whether a message on the host's topic is our own knock. */
  isOwn(payload: Uint8Array): boolean {
    return payload[1] === NO_VERSION && hexOf(payload) === hexOf(this.#knock());
  }

  #knock(): Uint8Array {
    return encodeRendezvous({ kind: RendezvousKind.knock, version: NO_VERSION, joiner: this.#id, share: new Uint8Array() });
  }
}
