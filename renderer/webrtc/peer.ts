import { MAX_MESSAGE_BYTES } from 'paddlewire-netcode/session';
import { FAST_CHANNEL, FastChannel, RELIABLE_CHANNEL } from 'paddlewire-netcode/webrtc';
import SimplePeer from 'simple-peer/simplepeer.min.js';
import { stageLimitMs } from '../../electron/contract/limits.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { isSeenFromOutside, onlyCallsOut, withoutCandidates } from './candidate-line.ts';
import type { Link, LinkHandlers } from './link.ts';
import { type ServerError, watchServers } from './server-errors.ts';
import { isSignal, type Signal } from './signal.ts';
import { hasWebRtc, webRtcRefusal } from './web-rtc.ts';

/** Longest wait for the last candidate, in ms, where all have to be known before any is sent: a STUN server that is dead takes longer to say so. */
const GATHER_LIMIT_MS = 5_000;
/** Messages kept until somebody listens. */
const MAX_KEPT = 64;
/** Of these, unreliable ones: they come 60 times per second and must not take the place of those that come once. */
const MAX_KEPT_FAST = 32;

/** Addresses that both sides have named so far. */
export interface CandidateCount {
  /** Of this side; undefined while it has found none and is not done looking. */
  readonly own: number | undefined;
  /** Of these, how many a server has told. */
  readonly ownOutside: number;
  /** Of the other side. */
  readonly theirs: number;
  /** Of these, how many a server has told. */
  readonly theirsOutside: number;
}

const noCandidates: CandidateCount = { own: 0, ownOutside: 0, theirs: 0, theirsOutside: 0 };

/** A connection in the making. */
export interface Peer {
  /** Why the browser makes no connection at all, in its own words, which are empty when it has no WebRTC; undefined when it does. */
  readonly refusal?: string;
  /** From now on there are 15 s. Resolves once both channels are open, or with undefined when they could not be opened in time; the other side is told that. */
  connect(): Promise<Link | undefined>;
  /** Takes a signal of the other side. */
  signal(signal: Signal): void;
  /** Resolves when this side has told all of its candidates, after 5 s at the latest. */
  gathered(): Promise<void>;
  readonly candidates: CandidateCount;
  /** What servers of the settings have had against serving this side so far. */
  serverErrors(): readonly ServerError[];
  /** Gives up. */
  destroy(): void;
}

/**
 * Prepares a WebRTC connection with two channels, one reliable and one not. It may be made long before it is needed: the browser then has its
 * keys, and the initiator its candidates.
 *
 * @param initiator exactly one of the two sides
 * @param onSignal carries signals to the other side, in order
 */
export function openPeer(initiator: boolean, config: RTCConfiguration, onSignal: (signal: Signal) => void): Peer {
  const peer = makePeer(initiator, config);
  if (typeof peer === 'string') return noPeer(peer);
  // simple-peer has no name for it; a second channel needs the connection itself.
  const { _pc: connection } = peer as unknown as { readonly _pc: RTCPeerConnection };
  const candidates: { -readonly [Name in keyof CandidateCount]: CandidateCount[Name] } = { ...noCandidates, own: undefined };
  const serverErrors = watchServers(connection);
  let connecting = false;
  const fast = connection.createDataChannel('fast', FAST_CHANNEL);
  fast.binaryType = 'arraybuffer';
  const link = new PeerLink(peer, fast);

  let limit: ReturnType<typeof setTimeout> | undefined;
  let settled = false;
  const opened = new Promise<Link | undefined>((resolve) => {
    const settle = (result: Link | undefined): void => {
      settled = true;
      clearTimeout(limit);
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
    const plain: unknown = JSON.parse(JSON.stringify(signal), (key, value: unknown) =>
      key === 'sdp' && typeof value === 'string' ? withoutCandidates(value) : value,
    );
    if (!isSignal(plain)) return;
    if (plain.type === 'candidate') {
      if (onlyCallsOut(plain.candidate.candidate)) return;
      candidates.own = (candidates.own ?? 0) + 1;
      if (isSeenFromOutside(plain.candidate.candidate)) candidates.ownOutside++;
    }
    onSignal(plain);
  });
  const giveUp = (): void => {
    onSignal({ type: 'gave-up' });
    link.destroy();
  };
  const giveUpWithoutCandidates = (): void => {
    if (peer.destroyed || connection.iceGatheringState !== 'complete') return;
    candidates.own ??= 0;
    // Nothing more is going to come: a machine without any way out need not wait for the limit.
    if (connecting && candidates.own === 0) giveUp();
  };
  connection.addEventListener('icegatheringstatechange', giveUpWithoutCandidates);
  return {
    connect: () => {
      if (!settled) limit ??= setTimeout(giveUp, stageLimitMs);
      connecting = true;
      giveUpWithoutCandidates();
      return opened;
    },
    signal: (signal) => {
      if (peer.destroyed) return;
      if (signal.type === 'gave-up') {
        // A connection that is open shows by itself whether it lives.
        if (!settled) link.destroy();
        return;
      }
      if (signal.type === 'candidate') {
        candidates.theirs++;
        if (isSeenFromOutside(signal.candidate.candidate)) candidates.theirsOutside++;
      }
      peer.signal(signal as SimplePeer.SignalData);
    },
    gathered: () => whenGathered(connection),
    candidates,
    serverErrors,
    destroy: () => link.destroy(),
  };
}

/** A connection; or why the browser makes none, in its own words, which are empty when it has no WebRTC. */
function makePeer(initiator: boolean, config: RTCConfiguration): SimplePeer.Instance | string {
  if (!hasWebRtc()) return '';
  const peer = new SimplePeer({
    initiator,
    trickle: true,
    channelName: 'ctl',
    // Agreed beforehand, because simple-peer takes any second channel that comes in-band for its own.
    channelConfig: RELIABLE_CHANNEL,
    config,
  });
  if ('_pc' in peer && peer._pc !== undefined) return peer;
  // It tells later, as an event, what the browser has said at once.
  peer.on('error', (error: unknown) => diagnostics.note('connect', 'no connection was made', error));
  return webRtcRefusal(config) ?? 'It gave no reason';
}

function noPeer(refusal: string): Peer {
  return {
    refusal,
    connect: () => Promise.resolve(undefined),
    signal: () => undefined,
    gathered: () => Promise.resolve(),
    candidates: noCandidates,
    serverErrors: () => [],
    destroy: () => undefined,
  };
}

function whenGathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(limit);
      resolve();
    };
    const limit = setTimeout(done, GATHER_LIMIT_MS);
    const look = (): void => {
      if (connection.iceGatheringState === 'complete') done();
    };
    connection.addEventListener('icegatheringstatechange', look);
    look();
  });
}

class PeerLink implements Link {
  readonly #peer: SimplePeer.Instance;
  readonly #fast: FastChannel;
  readonly #kept: { readonly reliable: boolean; readonly bytes: Uint8Array }[] = [];
  readonly gone: Promise<void>;
  #handlers: LinkHandlers | undefined;
  #closing = false;
  #dead = false;

  constructor(peer: SimplePeer.Instance, fast: RTCDataChannel) {
    this.#peer = peer;
    this.#fast = new FastChannel(fast);
    // simple-peer gives its own kind of Buffer, whose slice() would not copy.
    peer.on('data', (data: Uint8Array<ArrayBuffer>) => this.#take(true, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
    fast.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) this.#take(false, new Uint8Array(data));
    });
    // A clean close of the other side often shows as an error first; both end the same way.
    peer.on('error', (error: unknown) => diagnostics.note('connect', 'a connection', error));
    this.gone = new Promise((resolve) => {
      peer.on('close', () => resolve());
    });
    peer.on('close', () => this.#closed());
    fast.addEventListener('close', () => this.destroy());
  }

  sendFast(bytes: Uint8Array): void {
    if (!this.#closing) this.#fast.send(performance.now(), bytes);
  }

  get queuedBytes(): number {
    return this.#fast.queuedBytes;
  }

  sendReliable(bytes: Uint8Array): void {
    if (this.#closing || !this.#peer.connected || this.#peer.destroyed) return;
    try {
      this.#peer.send(bytes.slice());
    } catch {
      // The channel is already closing, which simple-peer does not tell; `closed` follows.
    }
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
    if (this.#closing || bytes.length === 0 || bytes.length > MAX_MESSAGE_BYTES) return;
    if (this.#handlers === undefined) {
      if (this.#kept.length < (reliable ? MAX_KEPT : MAX_KEPT_FAST)) this.#kept.push({ reliable, bytes: bytes.slice() });
    } else if (reliable) this.#handlers.reliable(bytes);
    else this.#handlers.fast(bytes);
  }

  #closed(): void {
    if (this.#dead) return;
    this.#dead = true;
    if (!this.#closing) this.#handlers?.closed();
  }
}
