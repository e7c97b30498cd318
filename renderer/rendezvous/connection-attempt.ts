import type { RendezvousFailure, RendezvousStatus } from '../../electron/contract/desktop.ts';
import { stageLimitMs } from '../../electron/contract/limits.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { type IceSettings, iceConfig, partServers, type RefusedServer } from '../webrtc/ice-config.ts';
import type { Attempt, ConnectError, Connected, ConnectFindings, ConnectStage } from '../webrtc/link.ts';
import { openPeer, type Peer } from '../webrtc/peer.ts';
import { encodeSignals, type Signal } from '../webrtc/signal.ts';
import { SignalBatch } from '../webrtc/signal-batch.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** The last word of a peer that leaves a connection in the making. */
const LEFT: Signal = { type: 'gave-up', left: true };

/** What differs between attempts. */
export interface AttemptOptions {
  /** Bytes of signals that are sent in one message; left out, as much as a sealed message holds. */
  readonly maxSignalBytes?: number;
  /** Cancelling, and a page that goes away, tell the remote peer, which would wait for the connection as long as one may take. */
  readonly tellsCancel?: boolean;
  /** Time between an open connection and leaving the rendezvous, in ms. */
  readonly lingerMs?: number;
}

/** A connection in the making, the rendezvous on the way to it, and one end for all of it. */
export class ConnectionAttempt implements Attempt {
  readonly result: Promise<Connected | ConnectError>;
  onStage?: (stage: ConnectStage) => void;
  /** Prepared immediately, so that the browser has its keys, and the initiator its candidates, when they are needed. */
  readonly #peer: Peer;
  readonly #signals: SignalBatch;
  readonly #options: AttemptOptions;
  readonly #refusedServers: readonly RefusedServer[];
  #entered: OpenRendezvous | undefined;
  #tried: readonly RendezvousStatus[] = [];
  /** Signals are under way: from here the connection can do without the rendezvous. */
  #connecting = false;
  #rendezvousLost = false;
  #otherLeft = false;
  #done = false;
  #settle: (result: Connected | ConnectError) => void = () => undefined;
  readonly #undo: (() => void)[] = [];

  /** @param initiator exactly one of the two peers */
  constructor(initiator: boolean, settings: IceSettings, options: AttemptOptions = {}) {
    const nowMs = Date.now();
    const { taken, refused } = partServers(settings.iceServers, nowMs);
    this.#refusedServers = refused;
    this.#options = options;
    this.#signals = new SignalBatch(options.maxSignalBytes);
    this.#peer = openPeer(initiator, iceConfig({ ...settings, iceServers: taken }, nowMs), (signal) => this.#signals.add(signal));
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (this.#peer.refusal !== undefined) this.finish('no-webrtc');
  }

  get findings(): ConnectFindings {
    const { candidates, refusal = '' } = this.#peer;
    return {
      tried: this.#tried,
      candidates: { ...candidates },
      serverErrors: this.#peer.serverErrors(),
      // Where nothing connects, it is no matter with which servers.
      refusedServers: this.#peer.refusal === undefined ? this.#refusedServers : [],
      refusal,
    };
  }

  cancel(): void {
    if (this.#options.tellsCancel === true && this.#connecting && !this.#done) this.#signals.add(LEFT);
    this.finish('cancelled');
  }

  /** Takes a signal of the remote peer. */
  take(signal: Signal): void {
    if (signal.type === 'gave-up' && signal.left === true) this.#otherLeft = true;
    this.#peer.signal(signal);
  }

  /** Resolves with all signals that are to be sent, once this machine's addresses are known. */
  async gathered(): Promise<readonly Signal[]> {
    await this.#peer.gathered();
    return this.#signals.waiting;
  }

  /** Whether the attempt has ended. */
  get done(): boolean {
    return this.#done;
  }

  /** Has something done when the attempt ends. */
  onEnd(undo: () => void): void {
    if (this.#done) undo();
    else this.#undo.push(undo);
  }

  /** Opens the rendezvous. Returns undefined when the attempt has ended over that. */
  async enter(rendezvous: RendezvousClient, host: boolean): Promise<OpenRendezvous | undefined> {
    if (this.#done) return undefined;
    const limit = setTimeout(() => this.finish('rendezvous-unreachable'), stageLimitMs);
    this.onEnd(() => clearTimeout(limit));
    const opening = rendezvous.enter(host, ({ tried }) => {
      this.#tried = tried;
      this.lose();
    });
    // Listeners are set right after the attempt was made; a stage told before would be lost.
    await Promise.resolve();
    this.onStage?.('rendezvous');
    const entered: OpenRendezvous | RendezvousFailure = await opening;
    clearTimeout(limit);
    if ('reason' in entered) {
      this.#tried = entered.tried;
      this.finish('rendezvous-unreachable');
      return undefined;
    }
    if (this.#done) {
      entered.leave();
      return undefined;
    }
    this.#entered = entered;
    return entered;
  }

  /** The rendezvous is gone. */
  lose(): void {
    this.#rendezvousLost = true;
    if (!this.#connecting) this.finish('rendezvous-unreachable');
  }

  /**
   * Opens the connection.
   *
   * @param send carries signals to the remote peer, in order; left out where people have carried them
   * @param keepFarewell has a signal sent should this page go away, in place of the one kept before
   */
  connect(identity: Omit<Connected, 'link'>, send?: (plain: Uint8Array) => void, keepFarewell?: (plain: Uint8Array) => void): void {
    this.#connecting = true;
    this.onStage?.('network');
    void this.#peer.connect().then((link) => {
      if (link !== undefined) this.finish({ link, ...identity });
      else this.finish(this.#otherLeft ? 'other-left' : this.#rendezvousLost ? 'rendezvous-unreachable' : 'network-blocked');
    });
    if (send === undefined) return;
    // Anew after each signal: sealed before it, a farewell is too old to be opened behind it.
    const keep = (): void => {
      if (this.#options.tellsCancel === true) keepFarewell?.(encodeSignals([LEFT]));
    };
    this.#signals.start((plain) => {
      send(plain);
      keep();
    });
    keep();
  }

  /** Ends the attempt, unless it has ended. */
  finish(result: Connected | ConnectError): void {
    const isConnected = typeof result !== 'string';
    if (this.#done) {
      if (isConnected) result.link.close();
      return;
    }
    this.#done = true;
    if (result !== 'cancelled') diagnostics.note('connect', this.#account(result));
    for (const undo of this.#undo) undo();
    if (!isConnected) this.#peer.destroy();
    const { lingerMs } = this.#options;
    if (isConnected && lingerMs !== undefined) setTimeout(() => this.#entered?.leave(), lingerMs);
    else this.#entered?.leave();
    this.#settle(result);
  }

  /** How the attempt went, in numbers: for a diagnosis and not for the player. */
  #account(result: Connected | ConnectError): string {
    const { candidates, serverErrors, refusedServers, refusal } = this.findings;
    const { own = 'unknown', ownOutside, theirs, theirsOutside } = candidates;
    const servers = [
      ...refusedServers.map(({ server, problem }) => `${server.urls} left out, ${problem}`),
      ...serverErrors.map(({ url, code, text }) => `${url} ${code} ${text}`),
    ];
    const how = typeof result === 'string' ? `ended with ${result}` : 'connected';
    return `${how}; addresses: own ${own} (${ownOutside} from servers), theirs ${theirs} (${theirsOutside}); ${[...servers, refusal].join('; ')}`;
  }
}
