import type { Outbox } from '../session/outbox.ts';
import { HEARTBEAT_MS } from '../session/timing.ts';
import { ByteWriter } from '../wire/bytes.ts';
import { emptyTableBeat, encodeTableBeat, MAX_TABLE_BEAT_BYTES } from '../wire/table-beat.ts';
import type { Election } from './election.ts';

/** Between two beats of a peer that asks to lead and that nobody has a reason to refuse, in ms: so often that a lost one costs little. */
const ASK_AGAIN_MS = 20;

/** What one peer of a table says of itself to all others: regularly, and at once when it changes. */
export class Heartbeats {
  /** Something has changed that the others should hear at once. */
  due = false;
  readonly #election: Election;
  readonly #outbox: Outbox;
  readonly #audience: ReadonlySet<number>;
  readonly #beat = emptyTableBeat();
  readonly #writer = new ByteWriter(MAX_TABLE_BEAT_BYTES);
  #nextMs = 0;

  constructor(election: Election, outbox: Outbox, audience: ReadonlySet<number>) {
    this.#election = election;
    this.#outbox = outbox;
    this.#audience = audience;
  }

  /** Time has passed. */
  poll(nowMs: number): void {
    if (nowMs >= this.#nextMs) this.due = true;
  }

  /** Nobody is there to hear one; the next is due in its time. */
  skip(nowMs: number): void {
    this.due = false;
    this.#nextMs = nowMs + HEARTBEAT_MS;
  }

  /**
   * Sends one to everybody.
   * @param seen what a spectator acknowledges
   * @param player the other player, if that session has begun
   */
  send(nowMs: number, seen: { readonly epoch: number; readonly tick: number }, player: number | undefined): void {
    this.due = false;
    this.#nextMs = nowMs + (this.#election.urgent(nowMs) ? ASK_AGAIN_MS : HEARTBEAT_MS);
    const { term, promised, asks } = this.#election;
    Object.assign(this.#beat, {
      ...{ term: term.number, leaderId: term.leaderId, hears: this.#election.mask(nowMs), asks },
      ...{ promisedTerm: promised.number, promisedId: promised.leaderId, epoch: seen.epoch, tick: seen.epoch === 0 ? 0 : seen.tick },
    });
    encodeTableBeat(this.#writer, this.#beat);
    for (const id of this.#audience) this.#outbox.fast(id, this.#writer.written());
    if (player !== undefined) this.#outbox.fast(player, this.#writer.written());
  }
}
