import { pong } from '../pong/pong.ts';
import { FIRST_EPOCH } from '../session/timing.ts';
import { ControlKind, decodeControl, MAX_MESSAGE_BYTES } from '../wire/control.ts';
import { FastPacketDecoder } from '../wire/fast-packet.ts';
import { InputFormat } from '../wire/input-format.ts';
import { FastKind } from '../wire/input-packet.ts';
import { decodeRepeated, isRepeatedMessage } from '../wire/repeated-message.ts';
import { isResumePacket } from '../wire/resume-packet.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { PeerView } from './peer-view.ts';

/** The contract: after an outage of up to 2 s the rally goes on. */
const GO_ON_LIMIT_MS = 2000;
/** The first packet of an epoch may take this long, in ms: get ready, half a second, and a slow disk. */
const FIRST_LIMIT_MS = 3000;
/** A peer sees its own clock only when its timer goes off. */
const TIMER_SLACK_MS = 80;
/** Packets in a second of a peer's clock: one for each tick or each 100 ms, and what pacing adds. */
const MOST_PACKETS = 75;

/** How a peer hears the other, by the lab's own count. */
class Ear {
  heardMs = 0;
  heardSinceEntered = false;
  /** Longest time between two packets of this epoch, on the peer's clock. */
  longestMs = 0;
  /** How long the epoch's first packet took, if that was within what it may: no outage, but counted as one by who comes back. */
  firstMs = 0;
  /** What the other side last said of its own. */
  reportedMs = 0;
  /** What it said when it came back, if nothing has been taken up since. */
  rejoin: { readonly live: boolean; readonly epoch: number } | undefined;
  /** Whether it has said so on this connection: it repeats it. */
  hasRejoined = false;
  sentEpoch = 0;
  /** Epoch that its newest resume packet began. */
  resumedEpoch = 0;
  secondFromMs = 0;
  sentInSecond = 0;
}

/** What may go over the wire: one leader an epoch, no epoch twice, nothing too large or too often, and the rule for outages. */
export class WireChecker {
  /** True once a packet with wrong bytes arrived: what a peer then knows of the other can be wrong. */
  corrupted = false;
  /** True once a state was damaged on purpose. */
  damaged = false;
  readonly #ears: [Ear, Ear] = [new Ear(), new Ear()];
  /** Who began each epoch. */
  readonly #begun = new Map<number, number>();
  readonly #port = new FastPacketDecoder(new InputFormat(pong(0)));

  /** A peer sends a packet. */
  sentFast(view: PeerView, bytes: Uint8Array): void {
    const ear = this.#ears[view.index];
    this.#mayBeSent(view, ear, bytes);
    // What it repeats it has said on the reliable channel.
    if (isRepeatedMessage(bytes[0] ?? 0)) return;
    const epoch = epochOf(bytes);
    this.#takesPart(view, epoch);
    if (isResumePacket(bytes[0] ?? 0) && ear.resumedEpoch !== epoch) {
      this.#begins(view, epoch);
      ear.resumedEpoch = epoch;
    }
    if (epoch < ear.sentEpoch)
      throw new InvariantViolation('fencing', `${view.name}: sent a packet of epoch ${epoch} after one of ${ear.sentEpoch}`);
    ear.sentEpoch = epoch;
    if (isHeartbeat(bytes)) this.#sentHeartbeat(view, ear, bytes);
  }

  #mayBeSent(view: PeerView, ear: Ear, bytes: Uint8Array): void {
    if (bytes.length > MAX_MESSAGE_BYTES) throw new InvariantViolation('bounded', `${view.name}: sent a packet of ${bytes.length} bytes`);
    const { localMs } = view.peer;
    if (localMs - ear.secondFromMs >= 1000) {
      ear.secondFromMs = localMs;
      ear.sentInSecond = 0;
    }
    if (++ear.sentInSecond > MOST_PACKETS)
      throw new InvariantViolation('bounded', `${view.name}: sent more than ${MOST_PACKETS} packets in a second`);
  }

  #sentHeartbeat(view: PeerView, ear: Ear, bytes: Uint8Array): void {
    if (this.corrupted || this.#port.decode(bytes) !== 'heartbeat') return;
    const { outageMs, hearsReceiver, checkpoint } = this.#port.heartbeat;
    const silentMs = Math.max(ear.longestMs, hearsReceiver ? 0 : view.peer.localMs - ear.heardMs);
    const tooShort = silentMs > GO_ON_LIMIT_MS + TIMER_SLACK_MS && outageMs <= GO_ON_LIMIT_MS;
    if (tooShort || outageMs > Math.max(silentMs, ear.firstMs) + 1) {
      throw new InvariantViolation(
        'outage',
        `${view.name}: says that it heard nothing for ${outageMs} ms, and it was ${silentMs.toFixed(0)}`,
      );
    }
    if (checkpoint > 0 && !view.disk.checkpoints.has(checkpoint))
      throw new InvariantViolation('disk', `${view.name}: says that checkpoint ${checkpoint} is on its disk, and it is not`);
  }

  /** A peer sends a message. */
  sentReliable(view: PeerView, bytes: Uint8Array): void {
    const decoded = decodeControl(bytes);
    if (!decoded.ok) throw new InvariantViolation('bounded', `${view.name}: sent what nobody can read`);
    if (bytes.length > MAX_MESSAGE_BYTES) throw new InvariantViolation('bounded', `${view.name}: sent a message of ${bytes.length} bytes`);
    const message = decoded.value;
    switch (message.kind) {
      case ControlKind.start:
        this.#begins(view, FIRST_EPOCH);
        break;
      case ControlKind.resyncRequest:
        if (this.damaged || this.corrupted) break;
        throw new InvariantViolation('agreement', `${view.name}: finds that its state of tick ${message.tick} is not its leader's`);
      case ControlKind.rejoin:
        if (message.checkpoint > 0 && !view.disk.checkpoints.has(message.checkpoint))
          throw new InvariantViolation('disk', `${view.name}: comes back with checkpoint ${message.checkpoint}, which is not on its disk`);
        break;
      default:
        break;
    }
  }

  /**
   * A leader takes play up: it must go on with the rally after a short outage, and go back to a checkpoint after a long one.
   * @param goesOn what it decided
   */
  tookUp(view: PeerView, epoch: number, goesOn: boolean): void {
    const ear = this.#ears[view.index];
    if (epoch !== Math.max(view.epoch, ear.rejoin?.epoch ?? 0) + 1)
      throw new InvariantViolation('fencing', `${view.name}: the epochs before were ${view.epoch} and ${ear.rejoin?.epoch}`);
    if (view.phase !== 'suspended' || this.corrupted) return;
    const lastingMs = ear.rejoin === undefined ? 0 : view.peer.localMs - ear.heardMs;
    const outageMs = Math.max(ear.longestMs, ear.reportedMs, lastingMs);
    const restarted = !view.live || ear.rejoin?.live === false;
    const mostMs = Math.max(outageMs, ear.firstMs);
    if (goesOn ? !restarted && outageMs <= GO_ON_LIMIT_MS + 1 : restarted || mostMs >= GO_ON_LIMIT_MS - 1) return;
    throw new InvariantViolation(
      'outage',
      `${view.name}: ${goesOn ? 'went on' : 'went back'} after an outage of ${outageMs.toFixed(0)} ms`,
    );
  }

  /** A packet arrived; call it before the peer's new state is looked at. */
  received(view: PeerView, bytes: Uint8Array): void {
    if (isRepeatedMessage(bytes[0] ?? 0)) {
      const message = decodeRepeated(bytes);
      if (message.ok) this.receivedReliable(view, message.value);
      return;
    }
    if (view.phase === 'handshake' || epochOf(bytes) !== view.epoch) return;
    const ear = this.#ears[view.index];
    const { localMs } = view.peer;
    const silentMs = localMs - ear.heardMs;
    if (!ear.heardSinceEntered && silentMs <= FIRST_LIMIT_MS) ear.firstMs = silentMs;
    else ear.longestMs = Math.max(ear.longestMs, silentMs);
    ear.heardMs = localMs;
    ear.heardSinceEntered = true;
    if (isHeartbeat(bytes) && this.#port.decode(bytes) === 'heartbeat') ear.reportedMs = this.#port.heartbeat.outageMs;
  }

  /** A message arrived; call it before the peer's new state is looked at. */
  receivedReliable(view: PeerView, bytes: Uint8Array): void {
    const decoded = decodeControl(bytes);
    if (!decoded.ok || decoded.value.kind !== ControlKind.rejoin) return;
    const { flags, epoch, outageMs } = decoded.value;
    const ear = this.#ears[view.index];
    if (ear.hasRejoined) return;
    ear.hasRejoined = true;
    ear.rejoin = { live: flags.live, epoch };
    ear.reportedMs = outageMs;
  }

  /** A peer has another connection or none. */
  severed(view: PeerView): void {
    const ear = this.#ears[view.index];
    ear.rejoin = undefined;
    ear.hasRejoined = false;
  }

  /** A peer's process began anew. */
  restarted(view: PeerView): void {
    const { sentEpoch } = this.#ears[view.index];
    const { epochNumber } = view.peer.session;
    if (epochNumber < sentEpoch)
      throw new InvariantViolation('fencing', `${view.name}: came back in an epoch before ${sentEpoch}, which it had used`);
    this.#ears[view.index] = Object.assign(new Ear(), { sentEpoch });
  }

  /** How long ago a peer heard the other in this epoch, in ms of its own clock; undefined when it has not yet. */
  silenceMs(view: PeerView): number | undefined {
    const ear = this.#ears[view.index];
    return ear.heardSinceEntered ? view.peer.localMs - ear.heardMs : undefined;
  }

  /** A peer is in a new epoch: its silences are counted anew. */
  entered(view: PeerView): void {
    const ear = this.#ears[view.index];
    ear.heardMs = view.peer.localMs;
    ear.heardSinceEntered = false;
    ear.longestMs = 0;
    ear.firstMs = 0;
    ear.reportedMs = 0;
    ear.rejoin = undefined;
  }

  #begins(view: PeerView, epoch: number): void {
    this.#takesPart(view, epoch);
    if (!view.isAuthority) throw new InvariantViolation('leader', `${view.name}: began epoch ${epoch} without being the authority`);
    const by = this.#begun.get(epoch);
    if (by !== undefined) throw new InvariantViolation('leader', `${view.name}: began epoch ${epoch}, which peer ${by} had begun`);
    this.#begun.set(epoch, view.peer.session.localId);
  }

  #takesPart(view: PeerView, epoch: number): void {
    if (epoch > view.disk.epoch)
      throw new InvariantViolation('fencing', `${view.name}: takes part in epoch ${epoch}, which is not on its disk`);
  }
}

function isHeartbeat(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0;
  return first >> 6 === FastKind.heartbeat && !isResumePacket(first) && !isRepeatedMessage(first);
}

/** The number of the epoch in a packet. */
function epochOf(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return first;
  const second = bytes[2] ?? 0;
  return (first & 0x7f) | ((second & 0x7f) << 7) | (second < 0x80 ? 0 : (bytes[3] ?? 0) << 14);
}
