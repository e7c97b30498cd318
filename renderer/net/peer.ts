import SimplePeer from 'simple-peer/simplepeer.min.js';
import type { Link, LinkHandlers } from './link.ts';
import { isSignal, type Signal } from './signal.ts';

/** Longest time from the first signal to two open channels, in ms. simple-peer itself waits for ever when there is no candidate. */
const CONNECT_LIMIT_MS = 15_000;
/** A packet is dropped rather than queued behind more than this, in bytes: a late packet is worth less than the next one. */
const FAST_BACKLOG_BYTES = 1_024;
/** Largest message either way. */
const MAX_MESSAGE_BYTES = 1_100;
/** Messages kept until somebody listens. */
const MAX_KEPT = 64;

/** A connection in the making. */
export interface Peer {
  /** Open on both channels, or undefined when it could not be opened in time. */
  readonly opened: Promise<Link | undefined>;
  /** Takes a signal of the other side. */
  signal(signal: Signal): void;
  /** Gives up. */
  destroy(): void;
}

/**
 * Opens a WebRTC connection with two channels, one reliable and one not.
 * @param initiator exactly one of the two sides
 * @param onSignal carries signals to the other side, in order
 */
export function openPeer(initiator: boolean, iceServers: readonly RTCIceServer[], onSignal: (signal: Signal) => void): Peer {
  const peer = new SimplePeer({
    initiator,
    trickle: true,
    channelName: 'ctl',
    // Agreed beforehand, because simple-peer takes any second channel that comes in-band for its own.
    channelConfig: { negotiated: true, id: 0 },
    config: { iceServers: [...iceServers] },
  });
  // simple-peer has no name for it; a second channel needs the connection itself.
  const { _pc: connection } = peer as unknown as { readonly _pc: RTCPeerConnection };
  const fast = connection.createDataChannel('fast', { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 });
  fast.binaryType = 'arraybuffer';
  const link = new PeerLink(peer, fast);

  const opened = new Promise<Link | undefined>((resolve) => {
    const timer = setTimeout(() => link.destroy(), CONNECT_LIMIT_MS);
    const settle = (result: Link | undefined): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const openIfBoth = (): void => {
      if (peer.connected && fast.readyState === 'open') settle(link);
    };
    peer.on('connect', openIfBoth);
    fast.addEventListener('open', openIfBoth);
    peer.on('close', () => settle(undefined));
  });
  peer.on('signal', (signal: unknown) => {
    // Candidates are objects of the browser, which the check wants plain.
    const plain: unknown = JSON.parse(JSON.stringify(signal));
    if (isSignal(plain)) onSignal(plain);
  });
  return {
    opened,
    signal: (signal) => {
      if (!peer.destroyed) peer.signal(signal as SimplePeer.SignalData);
    },
    destroy: () => link.destroy(),
  };
}

class PeerLink implements Link {
  readonly #peer: SimplePeer.Instance;
  readonly #fast: RTCDataChannel;
  readonly #kept: { readonly reliable: boolean; readonly bytes: Uint8Array }[] = [];
  #handlers: LinkHandlers | undefined;
  #closing = false;
  #dead = false;

  constructor(peer: SimplePeer.Instance, fast: RTCDataChannel) {
    this.#peer = peer;
    this.#fast = fast;
    peer.on('data', (data: Uint8Array) => this.#take(true, data));
    fast.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) this.#take(false, new Uint8Array(data));
    });
    // A clean close of the other side often shows as an error first; both end the same way.
    peer.on('error', () => undefined);
    peer.on('close', () => this.#closed());
    fast.addEventListener('close', () => this.destroy());
  }

  sendFast(bytes: Uint8Array): void {
    if (this.#fast.readyState !== 'open' || this.#fast.bufferedAmount > FAST_BACKLOG_BYTES) return;
    // The channel takes the view's bytes, not its buffer; the type would also allow shared memory, which nothing here uses.
    this.#fast.send(bytes as Uint8Array<ArrayBuffer>);
  }

  sendReliable(bytes: Uint8Array): void {
    if (this.#peer.connected && !this.#peer.destroyed) this.#peer.send(bytes.slice());
  }

  listen(handlers: LinkHandlers): void {
    this.#handlers = handlers;
    for (const { reliable, bytes } of this.#kept.splice(0)) {
      if (reliable) handlers.reliable(bytes);
      else handlers.fast(bytes);
    }
    if (this.#dead && !this.#closing) handlers.closed();
  }

  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    // Ends the writable side; simple-peer destroys itself once what is queued has left.
    this.#peer.end();
  }

  destroy(): void {
    if (!this.#peer.destroyed) this.#peer.destroy();
  }

  #take(reliable: boolean, bytes: Uint8Array): void {
    if (bytes.length === 0 || bytes.length > MAX_MESSAGE_BYTES) return;
    if (this.#handlers === undefined) {
      if (this.#kept.length < MAX_KEPT) this.#kept.push({ reliable, bytes: bytes.slice() });
    } else if (reliable) this.#handlers.reliable(bytes);
    else this.#handlers.fast(bytes);
  }

  #closed(): void {
    if (this.#dead) return;
    this.#dead = true;
    if (!this.#closing) this.#handlers?.closed();
  }
}
