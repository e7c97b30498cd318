import type { RendezvousFailure, RendezvousStatus } from '../../electron/contract/desktop.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { type IceSettings, iceConfig, partServers, type RefusedServer } from '../webrtc/ice-config.ts';
import type { Attempt, ConnectError, Connected, ConnectFindings, ConnectStage } from '../webrtc/link.ts';
import { openPeer, type Peer } from '../webrtc/peer.ts';
import type { Signal } from '../webrtc/signal.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** Longest time until the rendezvous is open, in ms; the desktop has the same limit for all places that it tries. */
const RENDEZVOUS_LIMIT_MS = 15_000;

/** What hosting, joining and pasting have in common: a connection in the making, a rendezvous on the way to it, and one end for all of it. */
export abstract class ConnectionAttempt implements Attempt {
  readonly result: Promise<Connected | ConnectError>;
  onStage?: (stage: ConnectStage) => void;
  /** Made at once, so that the browser has its keys, and the initiator its candidates, when they are needed. */
  protected readonly peer: Peer;
  readonly #refusedServers: readonly RefusedServer[];
  #meeting: OpenRendezvous | undefined;
  #tried: readonly RendezvousStatus[] = [];
  /** Signals are under way: from here the connection can do without the rendezvous. */
  #connecting = false;
  #rendezvousLost = false;
  #otherLeft = false;
  readonly #onSignal: (signal: Signal) => void;
  #done = false;
  #settle: (result: Connected | ConnectError) => void = () => undefined;
  readonly #undo: (() => void)[] = [];

  protected constructor(initiator: boolean, settings: IceSettings, onSignal: (signal: Signal) => void) {
    const nowMs = Date.now();
    const { taken, refused } = partServers(settings.iceServers, nowMs);
    this.#refusedServers = refused;
    this.#onSignal = onSignal;
    this.peer = openPeer(initiator, iceConfig({ ...settings, iceServers: taken }, nowMs), onSignal);
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (this.peer.refusal !== undefined) this.finish('no-webrtc');
  }

  get findings(): ConnectFindings {
    const { candidates, refusal = '' } = this.peer;
    return {
      tried: this.#tried,
      candidates: { ...candidates },
      serverErrors: this.peer.serverErrors(),
      // Where nothing connects, it is no matter with which servers.
      refusedServers: this.peer.refusal === undefined ? this.#refusedServers : [],
      refusal,
    };
  }

  cancel(): void {
    this.finish('cancelled');
  }

  /** Cancels, and tells the other side, which would wait for the connection as long as one may take. */
  quit(): void {
    if (this.#connecting && !this.#done) this.#onSignal({ type: 'gave-up', left: true });
    this.finish('cancelled');
  }

  /** Takes a signal of the other side. */
  take(signal: Signal): void {
    if (signal.type === 'gave-up' && signal.left === true) this.#otherLeft = true;
    this.peer.signal(signal);
  }

  /** Whether the attempt has ended. */
  protected get done(): boolean {
    return this.#done;
  }

  /** Has something done when the attempt ends. */
  protected onEnd(undo: () => void): void {
    if (this.#done) undo();
    else this.#undo.push(undo);
  }

  /** Opens the rendezvous. Answers undefined when the attempt has ended over that. */
  protected async enter(point: RendezvousClient, host: boolean): Promise<OpenRendezvous | undefined> {
    if (this.#done) return undefined;
    const limit = setTimeout(() => this.finish('rendezvous-unreachable'), RENDEZVOUS_LIMIT_MS);
    this.onEnd(() => clearTimeout(limit));
    const opening = point.enter(host, ({ tried }) => {
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
    this.#meeting = entered;
    return entered;
  }

  /** The rendezvous is gone. */
  protected lose(): void {
    this.#rendezvousLost = true;
    if (!this.#connecting) this.finish('rendezvous-unreachable');
  }

  /** Opens the connection, now that signals can be exchanged. */
  protected async connect(identity: Omit<Connected, 'link'>): Promise<void> {
    this.#connecting = true;
    this.onStage?.('network');
    const link = await this.peer.connect();
    if (link !== undefined) this.finish({ link, ...identity });
    else this.finish(this.#otherLeft ? 'other-left' : this.#rendezvousLost ? 'rendezvous-unreachable' : 'network-blocked');
  }

  /** Ends the attempt, unless it has ended. */
  protected finish(result: Connected | ConnectError): void {
    if (this.#done) {
      if (typeof result !== 'string') result.link.close();
      return;
    }
    this.#done = true;
    if (result !== 'cancelled') diagnostics.note('connect', this.#account(result));
    for (const undo of this.#undo) undo();
    if (typeof result === 'string') this.peer.destroy();
    if (this.#meeting !== undefined) this.leave(this.#meeting, typeof result !== 'string');
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

  /** Leaves the rendezvous when the attempt has ended. */
  protected leave(meeting: OpenRendezvous, _connected: boolean): void {
    meeting.leave();
  }
}
