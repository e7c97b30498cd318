import { MAX_MESSAGE_BYTES } from '../wire/control.ts';
import { type DataChannel, FastChannel } from './fast-channel.ts';

/** How a data channel is made, as `RTCPeerConnection.createDataChannel` takes it. Both peers make it themselves, with the same id. */
export interface ChannelOptions {
  readonly negotiated: true;
  readonly id: number;
  readonly ordered: boolean;
  readonly maxRetransmits?: number;
}

/** The reliable channel. */
export const RELIABLE_CHANNEL: ChannelOptions = { negotiated: true, id: 0, ordered: true };

/**
 * The unreliable channel. `maxRetransmits` is how often a packet is sent again. Not 0: each packet that is given up leaves a gap in SCTP's
 * numbers, and only one gap can be closed in a round trip, so that on a long and lossy link the gaps pile up and the connection blocks. Sent
 * once more, most are closed in time. Not more: after a cut, what is sent again would take the place of what is new.
 */
export const FAST_CHANNEL: ChannelOptions = { negotiated: true, id: 1, ordered: false, maxRetransmits: 1 };

/** What is used of an `RTCPeerConnection`. */
export interface PeerConnection {
  createDataChannel(label: string, options: ChannelOptions): DataChannel;
}

/** What a game does when something comes. The bytes are the receiver's to keep. */
export interface ChannelHandlers {
  /** Both channels are open: the session's event `linkOpened`. */
  opened(): void;
  /** A packet came: `fast`. */
  fast(bytes: Uint8Array): void;
  /** A message came: `reliable`. */
  reliable(bytes: Uint8Array): void;
  /** The connection is dead for good: `linkClosed`. Once, and never because of this peer's own close. */
  closed(): void;
}

/** Both channels of a session over one `RTCPeerConnection`. Make it on both sides before the offer is created; signalling is the game's. */
export class PeerChannels {
  readonly #fast: FastChannel;
  readonly #channels: readonly [DataChannel, DataChannel];
  #closed = false;

  constructor(connection: PeerConnection, handlers: ChannelHandlers) {
    const reliable = connection.createDataChannel('reliable', RELIABLE_CHANNEL);
    const fast = connection.createDataChannel('fast', FAST_CHANNEL);
    this.#fast = new FastChannel(fast);
    this.#channels = [reliable, fast];
    for (const channel of this.#channels) {
      channel.binaryType = 'arraybuffer';
      channel.addEventListener('open', () => {
        if (this.isOpen) handlers.opened();
      });
      channel.addEventListener('message', ({ data }) => {
        if (this.#closed || !(data instanceof ArrayBuffer) || data.byteLength === 0 || data.byteLength > MAX_MESSAGE_BYTES) return;
        if (channel === fast) handlers.fast(new Uint8Array(data));
        else handlers.reliable(new Uint8Array(data));
      });
      channel.addEventListener('close', () => {
        if (this.#closed) return;
        this.close();
        handlers.closed();
      });
    }
  }

  /** Whether both channels are open. */
  get isOpen(): boolean {
    return !this.#closed && this.#channels.every(({ readyState }) => readyState === 'open');
  }

  /** Bytes that wait on the unreliable channel: give them to the session's `poll`. */
  get queuedBytes(): number {
    return this.#fast.queuedBytes;
  }

  /** Does a session's effect `sendFast`: now or never. `nowMs` is from any monotonic clock. */
  sendFast(nowMs: number, bytes: Uint8Array): void {
    if (!this.#closed) this.#fast.send(nowMs, bytes);
  }

  /** Does a session's effect `sendReliable`. A message to a connection that is not open is lost: the session says it again over the next one. */
  sendReliable(bytes: Uint8Array): void {
    const [reliable] = this.#channels;
    // The bytes of an effect are in memory that is not shared.
    if (!this.#closed && reliable.readyState === 'open') reliable.send(bytes as Uint8Array<ArrayBuffer>);
  }

  /** Closes both channels. What waits on the reliable one is sent first. */
  close(): void {
    this.#closed = true;
    for (const channel of this.#channels) channel.close();
  }
}
