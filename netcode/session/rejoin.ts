import type { Timeline } from '../history/timeline.ts';
import type { DisputeCause } from '../record/match-end.ts';
import { equalBytes } from '../wire/bytes.ts';
import { ControlKind, type Rejoin, SHORT_CHAIN_BYTES } from '../wire/control.ts';
import { GO_ON_LIMIT_MS } from './timing.ts';

/** Epochs that a follower can be ahead of its authority: it hears of each from the authority alone. More than a few are a lie, which would use them up. */
const MAX_EPOCH_LEAD = 16;

/** How the authority takes a match up again with a player who has come back. */
export type TakeUp =
  /** Both still hold the open rally, and it has not been gone for long. */
  | { readonly from: 'confirmed' }
  /** From the newest checkpoint that both have on disk. */
  | { readonly from: 'checkpoint'; readonly checkpoint: number }
  /** The two records can't both be true. */
  | { readonly from: 'nothing'; readonly cause: DisputeCause };

/** What a side says about itself that its timeline doesn't know. */
export type Standing = Pick<Rejoin, 'token' | 'epoch' | 'outageMs' | 'lamport'> & Pick<Rejoin['flags'], 'claims'>;

/** The message in which a side says what it holds of a match that it has played before. */
export function makeRejoin<State>(timeline: Timeline<State>, { claims, ...standing }: Standing): Rejoin {
  const { live, confirmedTick, storedCheckpoint, committedCheckpoint } = timeline;
  return {
    kind: ControlKind.rejoin,
    ...standing,
    flags: { live, claims },
    confirmedTick,
    checkpoint: storedCheckpoint,
    committed: committedCheckpoint,
    chain: shortChain(timeline.chainOf(storedCheckpoint)),
    previousChain: shortChain(timeline.chainOf(storedCheckpoint - 1)),
  };
}

/** A chain as a rejoin carries it; zeros for one that is not held. */
function shortChain(chain: Uint8Array | undefined): Uint8Array {
  return chain?.subarray(0, SHORT_CHAIN_BYTES) ?? new Uint8Array(SHORT_CHAIN_BYTES);
}

/**
 * Decides how to go on: by what is on the two disks, and not by what either side remembers of the other.
 * @param epoch our newest one
 * @param silenceMs how long we have not heard the other side
 * @param wentBack we have gone back to a checkpoint in an epoch that the other side has not heard of: it still holds the rally, and we don't
 */
export function decideTakeUp<State>(
  timeline: Timeline<State>,
  epoch: number,
  theirs: Rejoin,
  silenceMs: number,
  wentBack: boolean,
): TakeUp {
  if (theirs.epoch > epoch + MAX_EPOCH_LEAD) return { from: 'nothing', cause: 'impossible-epoch' };
  const goesOn = timeline.live && theirs.flags.live && !wentBack;
  const isShort = Math.max(silenceMs, theirs.outageMs) <= GO_ON_LIMIT_MS;
  // A game that keeps nothing has nowhere else to go back to but its start.
  if (goesOn && (isShort || !timeline.keeps)) return { from: 'confirmed' };
  const own = timeline.checkpoints.filter(({ number }) => number <= timeline.storedCheckpoint);
  const both = own.find(
    ({ number, chain }) =>
      (number === theirs.checkpoint && equalBytes(shortChain(chain), theirs.chain)) ||
      (number === theirs.checkpoint - 1 && equalBytes(shortChain(chain), theirs.previousChain)),
  );
  if (both === undefined) return { from: 'nothing', cause: 'no-common-checkpoint' };
  if (both.number < Math.max(timeline.committedCheckpoint, theirs.committed)) {
    return { from: 'nothing', cause: 'counted-rally-missing' };
  }
  return { from: 'checkpoint', checkpoint: both.number };
}
