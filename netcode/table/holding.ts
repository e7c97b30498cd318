import type { Journal } from '../record/journal.ts';
import type { Session } from '../session/session.ts';
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
  /** Both inputs at a confirmed tick, as one byte; undefined where they are not known. */
  byteAt(tick: number): number | undefined;
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
    byteAt: (tick) => session.timeline.byteAt(tick),
    snapshot: () => session.timeline.snapshot(undefined, 0),
  };
}

/** Makes a state transfer of what a peer holds; undefined when there is nothing to continue from. */
export function makeStateTransfer({ durable }: Journal, holding: Holding, lamport: number): StateTransfer | undefined {
  const { epoch, leaderId } = holding;
  if (durable === undefined || epoch === 0) return undefined;
  const { seed, token, graceMs } = durable.head;
  return { seed, token, graceMs, lamport, epoch, leaderId, checkpoints: durable.checkpoints, snapshot: holding.snapshot() };
}
