import { Phase, TICKS_PER_SECOND, Word } from '../pong/state.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { Invariants } from './invariants.ts';
import type { Mesh } from './mesh.ts';
import type { PeerView } from './peer-view.ts';

/** After healing both sides must play again within this, in ms: 3 s until both look for each other, 2 s to meet, 5 s for one more try, and get ready. */
export const RESUME_LIMIT_MS = 16_000;
/** Pacing is level by then, and what was wrong before healing has been confirmed or refused, in ms. */
export const SETTLE_MS = 6000;
const LOOK_MS = 2000;
/** Ticks that both must confirm between two looks: all but what 7 % of pacing and drift and a late packet can hold back. */
const LEAST_TICKS = (LOOK_MS / 1000) * TICKS_PER_SECOND * 0.93 - 12;
/** Beyond the link's own time a few ticks may be unconfirmed: a timer's and a packet's wait each way, and pacing at the end of its range. */
const MOST_UNCONFIRMED_TICKS = 14;
/** However long it takes, both play at the pace of one of their clocks: pacing levels them and speeds nothing up. Over and above drift. */
const MOST_HASTE = 0.012;
/** How level and how fast both play is judged after this long, in ms; before that, what pacing makes up for still shows. */
const PACE_AFTER_MS = 20_000;
/** The longest match of the slowest players, in ms. */
const FINISH_LIMIT_MS = 1_200_000;

/** Whether both sides play, in the same epoch. */
export function bothPlay(mesh: Mesh): boolean {
  const [left, right] = [mesh.peer(1), mesh.peer(2)];
  return left.session.phase === 'playing' && right.session.phase === 'playing' && left.session.epochNumber === right.session.epochNumber;
}

/** Of both sides, so that what one makes up for and the other waits for does not show. */
function meanTick(mesh: Mesh): number {
  return (mesh.peer(1).session.game.tick + mesh.peer(2).session.game.tick) / 2;
}

/** What a side counts of what went wrong: suspensions, stalls, snapshots and differing checksums. On a link that is good enough none of it rises. */
export function quietCounts({ peer, suspensions }: PeerView): readonly number[] {
  const { stalls, resyncs, checksumsDiffering } = peer.session.stats;
  return [suspensions, stalls, resyncs, checksumsDiffering];
}

/**
 * Plays a healed match that has settled to its end, and fails when it does not get there steadily.
 * @param run lets virtual time pass, in ms
 * @param linkTicks a round trip, in ticks
 * @param level whether play was taken up on the healed link, so that both began at the same time; a peer that sleeps while the other
 *   gets ready begins later, and pacing must make up for it
 */
export function playToTheEnd(mesh: Mesh, invariants: Invariants, run: (ms: number) => void, linkTicks: number, level: boolean): void {
  const fromMs = mesh.nowMs;
  const fromTick = meanTick(mesh);
  const fastest = Math.max(...invariants.views.map(({ peer }) => peer.clockRate));
  const before = invariants.views.map((view) => String(quietCounts(view)));
  const endMs = mesh.nowMs + FINISH_LIMIT_MS;
  while (!invariants.views.every(({ peer }) => peer.session.confirmed[Word.phase] === Phase.over)) {
    if (mesh.nowMs > endMs) throw new InvariantViolation('progress', `the match is not over ${FINISH_LIMIT_MS} ms after healing`);
    const ticks = invariants.views.map(({ peer }) => peer.session.confirmedTick);
    run(LOOK_MS);
    const passedMs = mesh.nowMs - fromMs;
    const pace = ((meanTick(mesh) - fromTick) * 1000) / passedMs / TICKS_PER_SECOND;
    if (passedMs > PACE_AFTER_MS && pace > fastest + MOST_HASTE) {
      throw new InvariantViolation('progress', `for ${passedMs} ms both have played ${((pace - 1) * 100).toFixed(1)} % too fast`);
    }
    for (const view of invariants.views) {
      const { session } = view.peer;
      const now = String(quietCounts(view));
      if (now !== before[view.index]) {
        throw new InvariantViolation(
          'quiet',
          `${view.name}: on a healthy link, suspensions, stalls, snapshots and differences went from ${before[view.index]} to ${now}`,
        );
      }
      const confirmed = session.confirmedTick - (ticks[view.index] ?? 0);
      if (confirmed < LEAST_TICKS)
        throw new InvariantViolation('progress', `${view.name}: confirmed only ${confirmed} ticks in ${LOOK_MS} ms on a healthy link`);
      const unconfirmed = session.game.tick - session.confirmedTick;
      if ((level || passedMs > PACE_AFTER_MS) && unconfirmed > linkTicks + MOST_UNCONFIRMED_TICKS) {
        throw new InvariantViolation('progress', `${view.name}: ${unconfirmed} ticks are unconfirmed on a link of ${linkTicks.toFixed(1)}`);
      }
    }
  }
}
