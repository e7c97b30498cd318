import type { Journal } from '../record/journal.ts';
import type { Session } from '../session/session.ts';
import type { InputFormat } from '../wire/input-format.ts';
import type { Snapshot } from '../wire/snapshot.ts';
import type { StateTransfer } from '../wire/state-transfer.ts';

/** Confirmed play that a peer holds and can show to others. */
export interface Holding {
  /** Epoch of play, on this peer's disk; 0 when there is nothing that others could continue from. */
  readonly epoch: number;
  /** Leader of that epoch: the player who confirms its ticks. */
  readonly leaderId: number;
  readonly confirmedTick: number;
  /** Words of the confirmed state. */
  readonly confirmed: Int32Array;
  /** How inputs are written. */
  readonly format: InputFormat;
  /** Both inputs of each confirmed tick from `tick` on; undefined where they are not known. A view. */
  since(tick: number): Uint8Array | undefined;
  /** A seat's input at a confirmed tick; undefined where it is not known. */
  inputAt(seat: 0 | 1, tick: number): number | undefined;
  /** A snapshot that leads to the newest confirmed state. */
  snapshot(): Snapshot;
}

/** What a player holds. */
export function holdingOf<State>(session: Session<State>, journal: Journal): Holding {
  return {
    get epoch() {
      // Nothing of an epoch leaves before it is on the disk, and a player who was restarted does not hold the open rally.
      const { epochNumber, timeline } = session;
      return timeline.live && journal.durableEpoch === epochNumber ? epochNumber : 0;
    },
    leaderId: session.authorityId,
    get confirmedTick() {
      return session.confirmedTick;
    },
    get confirmed() {
      return session.confirmed;
    },
    format: session.timeline.format,
    since: (tick) => session.timeline.since(tick),
    inputAt: (seat, tick) => session.timeline.inputAt(seat, tick),
    snapshot: () => session.timeline.snapshot(),
  };
}

/** Makes a state transfer of what a peer holds; undefined when there is nothing to continue from. */
export function makeStateTransfer({ durable }: Journal, holding: Holding, lamport: number): StateTransfer | undefined {
  const { epoch, leaderId } = holding;
  if (durable === undefined || epoch === 0) return undefined;
  const { seed, token, graceMs } = durable.head;
  return { seed, token, graceMs, lamport, epoch, leaderId, checkpoints: durable.checkpoints, snapshot: holding.snapshot() };
}
