import { checksumWords } from '../rollback/checksum.ts';
import type { Outbox } from '../session/outbox.ts';
import { HEARTBEAT_MS } from '../session/timing.ts';
import { ByteWriter } from '../wire/bytes.ts';
import type { InputFormat } from '../wire/input-format.ts';
import type { Term } from '../wire/match-record.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';
import {
  emptyStreamPacket,
  encodeStreamPacket,
  MAX_STREAM_PACKET_BYTES,
  maxStreamTicks,
  type StreamPacket,
} from '../wire/stream-packet.ts';
import { type Holding, makeStateTransfer } from './holding.ts';
import { stateTransferMessages } from './state-transfer.ts';

/** Between two state transfers of one epoch to the same spectator, in ms: the first one needs a round trip, and its disk, to be acknowledged. */
const TRANSFER_PAUSE_MS = 2000;

const NONE = new Uint8Array(0);

interface Viewer {
  /** How far it has seen the match, by its own word. */
  epoch: number;
  tick: number;
  /** Its state differs from ours, and it has said so. */
  astray: boolean;
  transferEpoch: number;
  transferMs: number;
  sentTick: number;
  sentMs: number;
  readonly writer: ByteWriter;
}

/** The spectators of a table, as its leader serves them: each is sent what is confirmed and what it may still lack. */
export class SpectatorFeed {
  readonly #outbox: Outbox;
  readonly #viewers = new Map<number, Viewer>();
  readonly #packet: StreamPacket;
  readonly #mostTicks: number;

  /** @param format how inputs are written */
  constructor(outbox: Outbox, { pairBytes }: InputFormat) {
    this.#outbox = outbox;
    this.#packet = emptyStreamPacket(pairBytes);
    this.#mostTicks = maxStreamTicks(pairBytes);
  }

  /** A spectator says how far it has seen the match. */
  acknowledged(id: number, epoch: number, tick: number): void {
    const viewer = this.#viewer(id);
    // Its newest word counts, also when it is a lower one: whoever held on to the highest would never again send anything after a wrong one.
    viewer.epoch = epoch;
    viewer.tick = tick;
  }

  /** A spectator's state differs: it needs a state transfer. */
  resync(id: number): void {
    this.#viewer(id).astray = true;
  }

  /** A spectator is gone, or has a new connection and may know nothing any more. */
  forget(id: number): void {
    this.#viewers.delete(id);
  }

  /** Sends a spectator what it lacks, once for each tick that is newly confirmed, and every 100 ms until it has it. */
  show(nowMs: number, id: number, term: Term, holding: Holding, lamport: number): void {
    const viewer = this.#viewer(id);
    const { epoch, confirmedTick } = holding;
    // It can know more than we do: the leader before us had confirmed it.
    if (epoch === 0 || viewer.epoch > epoch) return;
    // Only a player's play counts for it. A spectator shows what it holds to who may know nothing, once.
    if (term.leaderId >= FIRST_SPECTATOR && (viewer.epoch > 0 || viewer.transferEpoch === epoch)) return;
    const behind = viewer.epoch === epoch ? confirmedTick - viewer.tick : Number.POSITIVE_INFINITY;
    if (viewer.astray || behind > this.#mostTicks || (behind > 0 && holding.since(viewer.tick) === undefined)) {
      this.#transfer(nowMs, id, viewer, term, holding, lamport);
    } else if (behind > 0 && (viewer.sentTick !== confirmedTick || nowMs - viewer.sentMs >= HEARTBEAT_MS)) {
      this.#stream(nowMs, id, viewer, term, holding);
    }
  }

  #viewer(id: number): Viewer {
    const known = this.#viewers.get(id);
    if (known !== undefined) return known;
    const never = Number.NEGATIVE_INFINITY;
    const writer = new ByteWriter(MAX_STREAM_PACKET_BYTES);
    const viewer = { epoch: 0, tick: 0, astray: false, transferEpoch: 0, transferMs: never, sentTick: -1, sentMs: never, writer };
    this.#viewers.set(id, viewer);
    return viewer;
  }

  #transfer(nowMs: number, id: number, viewer: Viewer, term: Term, holding: Holding, lamport: number): void {
    if (viewer.transferEpoch === holding.epoch && nowMs - viewer.transferMs < TRANSFER_PAUSE_MS) return;
    const transfer = makeStateTransfer(this.#outbox.journal, holding, lamport);
    if (transfer === undefined) return;
    viewer.transferEpoch = holding.epoch;
    viewer.transferMs = nowMs;
    viewer.astray = false;
    for (const bytes of stateTransferMessages(transfer, term)) this.#outbox.reliable(id, bytes);
  }

  #stream(nowMs: number, id: number, viewer: Viewer, term: Term, holding: Holding): void {
    const { epoch, confirmedTick, confirmed } = holding;
    const checksum = checksumWords(confirmed, 0, confirmed.length);
    Object.assign(this.#packet, { term: term.number, leaderId: term.leaderId, epoch, endTick: confirmedTick, checksum });
    this.#packet.inputs = holding.since(viewer.tick) ?? NONE;
    encodeStreamPacket(viewer.writer, this.#packet);
    viewer.sentTick = confirmedTick;
    viewer.sentMs = nowMs;
    this.#outbox.fast(id, viewer.writer.written());
  }
}
