import { type Conditions, damage, type Link, Path, type Tamper } from '../../local/network.ts';
import type { Random } from '../../local/random.ts';
import { type End, opposite } from '../connection.ts';
import type { Take, Wire } from '../wire.ts';
import { SctpEndpoint } from './endpoint.ts';
import { FAST, type Packet, RELIABLE } from './packet.ts';

/** How a page uses the unreliable channel. */
export interface FastChannel {
  /** How often SCTP sends a packet again: the channel's `maxRetransmits`. */
  readonly resends: number;
  /** A packet is left out while more than this waits, */
  readonly mostQueuedBytes: number;
  /** not counting what was sent within this, in ms. */
  readonly freshMs: number;
}

/** As the app does (renderer/webrtc/peer.ts). */
const APP: FastChannel = { resends: 1, mostQueuedBytes: 0, freshMs: 12 };

/** One way for SCTP's packets, with what tests and faults do to the messages in them. */
class SctpLink extends Path<Packet> implements Link {
  tamper: Tamper | undefined;
  /** Bytes of the unreliable channel that were sent since then. */
  freshSinceMs = Number.NEGATIVE_INFINITY;
  freshBytes = 0;

  /** What enters the channel in place of what was sent. Nobody else may hold it. */
  enter(reliable: boolean, bytes: Uint8Array): readonly Uint8Array[] {
    const { corrupt = 0 } = this.conditions;
    const copy = bytes.slice();
    const entering = this.tamper === undefined ? [copy] : this.tamper(reliable, copy);
    // DTLS would drop a packet with wrong bits; what is in it is damaged before, because nothing may break a peer.
    if (reliable || corrupt <= 0 || !this.random.chance(corrupt)) return entering;
    for (const each of entering) damage(each, this.random);
    this.counts.corrupted++;
    return entering;
  }
}

/** Both channels in one SCTP association, as between two Chromiums. */
export class SctpWire implements Wire {
  readonly links: readonly [SctpLink, SctpLink];
  #endpoints: readonly [SctpEndpoint, SctpEndpoint];
  readonly #fast: FastChannel;

  /**
   * @param there random numbers of the way from end 0 to end 1
   * @param back of the other one
   * @param fast how the unreliable channel is used; by default as the app does
   */
  constructor(conditions: Conditions, there: Random, back: Random, fast = APP) {
    this.#fast = fast;
    this.links = [new SctpLink(conditions, there), new SctpLink(conditions, back)];
    this.#endpoints = [this.#endpoint(0), this.#endpoint(1)];
  }

  #endpoint(end: End): SctpEndpoint {
    const link = this.links[end];
    return new SctpEndpoint(this.#fast.resends, (nowMs, packet) => link.carry(nowMs, packet));
  }

  send(end: End, nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    const link = this.links[end];
    if (!reliable) {
      if (nowMs - link.freshSinceMs > this.#fast.freshMs) {
        link.freshSinceMs = nowMs;
        link.freshBytes = 0;
      }
      if (this.queuedBytes(end) > this.#fast.mostQueuedBytes + link.freshBytes) return;
      link.freshBytes += bytes.length;
    }
    const stream = reliable ? RELIABLE : FAST;
    for (const entering of link.enter(reliable, bytes)) {
      // Empty messages vanish on the way.
      if (entering.length > 0) this.#endpoints[end].send(nowMs, stream, entering);
    }
  }

  nextMs(end: End): number {
    return Math.min(this.links[opposite(end)].arrivesMs, this.#endpoints[end].timerMs);
  }

  deliver(end: End, nowMs: number, take: Take): void {
    const link = this.links[opposite(end)];
    // The connection may be replaced by whoever takes.
    for (let endpoint = this.#endpoints[end]; ; endpoint = this.#endpoints[end]) {
      const { timerMs } = endpoint;
      const { arrivesMs } = link;
      if (timerMs > nowMs && arrivesMs > nowMs) return;
      if (timerMs < arrivesMs) {
        endpoint.wake(nowMs);
        continue;
      }
      const packet = link.take();
      if (packet === undefined) return;
      endpoint.receive(nowMs, packet);
      while (endpoint === this.#endpoints[end]) {
        const message = endpoint.takeMessage();
        if (message === undefined) break;
        take(message.stream === RELIABLE, message.bytes);
      }
    }
  }

  queuedBytes(end: End): number {
    return this.#endpoints[end].bufferedAmount(FAST);
  }

  renew(): void {
    for (const link of this.links) link.drop();
    this.#endpoints = [this.#endpoint(0), this.#endpoint(1)];
  }

  vanish(end: End): void {
    this.links[opposite(end)].drop();
  }
}
