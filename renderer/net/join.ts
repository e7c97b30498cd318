import type { JoinCode } from '../../netcode/rendezvous/join-code.ts';
import { JoinerHandshake, type JoinerStep } from '../../netcode/rendezvous/joiner-handshake.ts';
import type { Desktop } from '../desktop.ts';
import type { ConnectOptions } from './host.ts';
import type { Attempt, ConnectError, Connected } from './link.ts';
import { openPeer, type Peer } from './peer.ts';
import { randomBytes } from './random-bytes.ts';
import { decodeSignals } from './signal.ts';
import { SignalBatch } from './signal-batch.ts';

/** How long a host has to answer each message of the handshake, in ms: on one machine it takes 10, across the world below 1,000. */
const ANSWER_LIMIT_MS = 3_000;

/** Joins the game that a code names. */
export function joinGame(desktop: Desktop, code: JoinCode, options: ConnectOptions): Attempt {
  return new Joining(desktop, code, options);
}

class Joining implements Attempt {
  readonly result: Promise<Connected | ConnectError>;
  onStage?: (stage: 'rendezvous' | 'waiting' | 'handshake' | 'network') => void;
  readonly #desktop: Desktop;
  readonly #nameplate: string;
  readonly #handshake: JoinerHandshake;
  readonly #batch = new SignalBatch();
  /** Made at once, so that the browser gathers its candidates while the handshake is under way. */
  readonly #peer: Peer;
  readonly #undo: (() => void)[] = [];
  #settle: (result: Connected | ConnectError) => void = () => undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;
  /** Signals are under way: from here the connection can do without the rendezvous. */
  #connecting = false;
  #rendezvousLost = false;
  #done = false;

  constructor(desktop: Desktop, code: JoinCode, options: ConnectOptions) {
    this.#desktop = desktop;
    this.#nameplate = code.nameplate;
    this.#peer = openPeer(true, options.iceServers, (signal) => this.#batch.add(signal));
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    // Asked for first: the desktop connects while this page computes.
    const opening = desktop.calls.openRendezvous(false);
    this.#handshake = new JoinerHandshake(code, randomBytes);
    void this.#open(opening);
  }

  cancel(): void {
    this.#finish('cancelled');
  }

  async #open(opening: ReturnType<Desktop['calls']['openRendezvous']>): Promise<void> {
    const { calls } = this.#desktop;
    const topic = `paddlewire/1/${this.#nameplate}/${this.#handshake.id}`;
    this.#undo.push(
      this.#desktop.onSignal((from, payload) => {
        if (!this.#done && from === topic) this.#carryOut(this.#handshake.receive(payload));
      }),
    );
    this.#undo.push(this.#desktop.onRendezvousLost(() => this.#lose()));
    // Listeners are set right after the attempt was made; a stage told before would be lost.
    await Promise.resolve();
    this.onStage?.('rendezvous');
    try {
      if ((await opening) !== undefined) {
        this.#finish('rendezvous-unreachable');
        return;
      }
      if (this.#done) return;
      await calls.subscribe(topic);
    } catch {
      this.#finish('rendezvous-unreachable');
      return;
    }
    if (this.#done) return;
    this.onStage?.('handshake');
    this.#send(this.#handshake.knock());
  }

  #send(bytes: Uint8Array): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => this.#finish('no-such-game'), ANSWER_LIMIT_MS);
    this.#publish(bytes);
  }

  #publish(bytes: Uint8Array): void {
    this.#desktop.calls.publish(`paddlewire/1/${this.#nameplate}/host`, bytes).catch(() => this.#lose());
  }

  #lose(): void {
    this.#rendezvousLost = true;
    if (!this.#connecting) this.#finish('rendezvous-unreachable');
  }

  #carryOut(steps: readonly JoinerStep[]): void {
    for (const step of steps) {
      switch (step.type) {
        case 'send':
          this.#send(step.bytes);
          break;
        case 'accepted':
          clearTimeout(this.#answerTimer);
          void this.#connect(step.resumeSecret);
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.#peer.signal(signal);
          break;
        case 'refused':
          this.#finish(step.why);
          break;
      }
    }
  }

  async #connect(resumeSecret: Uint8Array): Promise<void> {
    this.#connecting = true;
    this.onStage?.('network');
    this.#batch.start((bytes) => {
      const wrapped = this.#handshake.wrap(bytes);
      if (wrapped !== undefined) this.#publish(wrapped);
    });
    const link = await this.#peer.connect();
    if (link !== undefined) this.#finish({ link, localId: 2, remoteId: 1, resumeSecret });
    else this.#finish(this.#rendezvousLost ? 'rendezvous-unreachable' : 'network-blocked');
  }

  #finish(result: Connected | ConnectError): void {
    if (this.#done) {
      if (typeof result !== 'string') result.link.close();
      return;
    }
    this.#done = true;
    clearTimeout(this.#answerTimer);
    for (const undo of this.#undo) undo();
    if (typeof result === 'string') this.#peer.destroy();
    this.#desktop.calls.closeRendezvous().catch(() => undefined);
    this.#settle(result);
  }
}
