import { TICKS_PER_SECOND } from '../sim/state.ts';
import { Broken } from './broken.ts';
import type { Invariants } from './invariants.ts';
import { bothPlay, quietCounts } from './liveness.ts';
import type { Mesh } from './mesh.ts';
import { CLEAN } from './network.ts';
import type { Random } from './random.ts';

/** The worst link that a match is promised to be played over without a suspension: round trip in ms, and share lost of each direction. */
const ROUND_TRIP_MS = [50, 250] as const;
const LOSS_PERCENT = [5, 20] as const;
/** No more packets in a row are lost, so that no seed is silent by chance for as long as a peer that is gone. */
const LONGEST_BURST = 5;
/** Both sides know the link by then, in ms. */
const KNOWN_MS = 3000;
/** How long it is played over, in ms. */
const PLAY_MS = 20_000;
/** Ticks confirmed on both sides meanwhile: all but pacing, drift and what is on its way. */
const LEAST_TICKS = (PLAY_MS / 1000) * TICKS_PER_SECOND * 0.93 - 60;
/** Nothing gets through for this long, in ms; then both must play again within the limit. */
const CUT_MS = 1000;
const AGAIN_LIMIT_MS = 6000;

/**
 * Plays a match over a link that is lossy and far, as much as is promised, and cuts it once.
 * @param run lets virtual time pass, in ms
 */
export function playRough(mesh: Mesh, invariants: Invariants, random: Random, run: (ms: number) => void): void {
  const rttMs = random.between(...ROUND_TRIP_MS);
  const lossPercent = random.between(...LOSS_PERCENT);
  const link = `${rttMs} ms and ${lossPercent} % loss`;
  const links = [mesh.link(1, 2), mesh.link(2, 1)];
  const before = links.map(({ conditions }) => conditions);
  for (const each of links) each.conditions = { ...CLEAN, delayMs: rttMs / 2, loss: lossPercent / 100, longestBurst: LONGEST_BURST };
  run(KNOWN_MS);
  const counts = invariants.views.map((view) => String(quietCounts(view)));
  const ticks = invariants.views.map(({ peer }) => peer.session.confirmedTick);
  run(PLAY_MS);
  for (const view of invariants.views) {
    const now = String(quietCounts(view));
    if (now !== counts[view.index]) {
      throw new Broken(
        'quiet',
        `${view.name}: over ${link}, suspensions, stalls, copies and differences went from ${counts[view.index]} to ${now}`,
      );
    }
    const confirmed = view.peer.session.confirmedTick - (ticks[view.index] ?? 0);
    if (confirmed < LEAST_TICKS)
      throw new Broken('progress', `${view.name}: over ${link}, confirmed only ${confirmed} ticks in ${PLAY_MS} ms`);
  }
  for (const each of links) each.cut = true;
  run(CUT_MS);
  for (const each of links) each.cut = false;
  for (const healedMs = mesh.nowMs; !bothPlay(mesh); run(50)) {
    if (mesh.nowMs - healedMs > AGAIN_LIMIT_MS) {
      throw new Broken('progress', `over ${link}, the peers don't play ${AGAIN_LIMIT_MS} ms after a cut of ${CUT_MS} ms`);
    }
  }
  links.forEach((each, i) => {
    each.conditions = before[i] ?? CLEAN;
  });
}
