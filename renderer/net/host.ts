import { HostHandshake, type HostStep } from '../../netcode/rendezvous/host-handshake.ts';
import { formatJoinCode, type JoinCode, makeJoinCode } from '../../netcode/rendezvous/join-code.ts';
import type { Desktop } from '../desktop.ts';
import type { Attempt, ConnectError, Connected } from './link.ts';
import { openPeer, type Peer } from './peer.ts';
import { randomBytes } from './random-bytes.ts';
import { decodeSignals } from './signal.ts';
import { SignalBatch } from './signal-batch.ts';

/** How often a host looks whether its code has expired, in ms. */
const EXPIRY_CHECK_MS = 1_000;

/** A game that waits for its second player. */
export interface HostAttempt extends Attempt {
  /** The join code, as `K7QF-3M9X`, that counts at the moment. */
  readonly code: string;
  /** Called with a new code when the old one was guessed at too often or has expired. */
  onCode?: (code: string) => void;
}

/** What hosting and joining need to know of the settings. */
export interface ConnectOptions {
  readonly iceServers: readonly RTCIceServer[];
}

/** What hosting alone needs. */
export interface HostOptions extends ConnectOptions {
  /** The code to host under; without it one is drawn, and another one when it dies. */
  readonly code?: JoinCode | undefined;
}

/** Opens a game and waits for somebody to join it. */
export function hostGame(desktop: Desktop, options: HostOptions): HostAttempt {
  return new Hosting(desktop, options);
}

class Hosting implements HostAttempt {
  readonly result: Promise<Connected | ConnectError>;
  onStage?: (stage: 'rendezvous' | 'waiting' | 'handshake' | 'network') => void;
  onCode?: (code: string) => void;
  readonly #desktop: Desktop;
  readonly #code: JoinCode | undefined;
  readonly #batch = new SignalBatch();
  #handshake: HostHandshake;
  /** Made at once, so that the browser has its keys when a joiner comes. */
  readonly #peer: Peer;
  /** Signals are under way: from here the connection can do without the rendezvous. */
  #connecting = false;
  #rendezvousLost = false;
  #settle: (result: Connected | ConnectError) => void = () => undefined;
  #done = false;
  readonly #undo: (() => void)[] = [];

  constructor(desktop: Desktop, options: HostOptions) {
    this.#desktop = desktop;
    this.#code = options.code;
    this.#handshake = this.#newHandshake();
    this.#peer = openPeer(false, options.iceServers, (signal) => this.#batch.add(signal));
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    void this.#open();
  }

  get code(): string {
    return formatJoinCode(this.#handshake.code);
  }

  cancel(): void {
    this.#finish('cancelled');
  }

  #newHandshake(): HostHandshake {
    return new HostHandshake(this.#code ?? makeJoinCode(randomBytes(8)), randomBytes, performance.now());
  }

  get #topic(): string {
    return `paddlewire/1/${this.#handshake.code.nameplate}/host`;
  }

  async #open(): Promise<void> {
    const { calls } = this.#desktop;
    this.#undo.push(this.#desktop.onSignal((topic, payload) => this.#receive(topic, payload)));
    this.#undo.push(this.#desktop.onRendezvousLost(() => this.#lose()));
    // Listeners are set right after the attempt was made; a stage told before would be lost.
    await Promise.resolve();
    this.onStage?.('rendezvous');
    try {
      if ((await calls.openRendezvous(true)) !== undefined) {
        this.#finish('rendezvous-unreachable');
        return;
      }
      if (this.#done) return;
      await calls.subscribe(this.#topic);
    } catch {
      this.#finish('rendezvous-unreachable');
      return;
    }
    if (this.#done) return;
    this.onStage?.('waiting');
    const timer = setInterval(() => this.#carryOut(this.#handshake.poll(performance.now())), EXPIRY_CHECK_MS);
    this.#undo.push(() => clearInterval(timer));
  }

  #receive(topic: string, payload: Uint8Array): void {
    if (!this.#done && topic === this.#topic) this.#carryOut(this.#handshake.receive(performance.now(), payload));
  }

  #carryOut(steps: readonly HostStep[]): void {
    for (const step of steps) {
      switch (step.type) {
        case 'send':
          this.#publish(step.to, step.bytes);
          break;
        case 'accepted':
          void this.#connect(step.resumeSecret);
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.#peer.signal(signal);
          break;
        case 'ended':
          void this.#renew();
          break;
      }
    }
  }

  #publish(to: string, bytes: Uint8Array): void {
    this.#desktop.calls.publish(`paddlewire/1/${this.#handshake.code.nameplate}/${to}`, bytes).catch(() => this.#lose());
  }

  #lose(): void {
    this.#rendezvousLost = true;
    if (!this.#connecting) this.#finish('rendezvous-unreachable');
  }

  async #connect(resumeSecret: Uint8Array): Promise<void> {
    this.#connecting = true;
    this.onStage?.('network');
    this.#batch.start((bytes) => this.#carryOut([this.#handshake.wrap(bytes)].filter((step) => step !== undefined)));
    const link = await this.#peer.connect();
    if (link !== undefined) this.#finish({ link, localId: 1, remoteId: 2, resumeSecret });
    else this.#finish(this.#rendezvousLost ? 'rendezvous-unreachable' : 'network-blocked');
  }

  /** The old code is dead: listens under a new one. */
  async #renew(): Promise<void> {
    const { calls } = this.#desktop;
    const old = this.#topic;
    this.#handshake = this.#newHandshake();
    try {
      await calls.unsubscribe(old);
      if (this.#done) return;
      await calls.subscribe(this.#topic);
    } catch {
      this.#finish('rendezvous-unreachable');
      return;
    }
    if (!this.#done) this.onCode?.(this.code);
  }

  #finish(result: Connected | ConnectError): void {
    if (this.#done) {
      if (typeof result !== 'string') result.link.close();
      return;
    }
    this.#done = true;
    for (const undo of this.#undo) undo();
    if (typeof result === 'string') this.#peer.destroy();
    this.#desktop.calls.closeRendezvous().catch(() => undefined);
    this.#settle(result);
  }
}
