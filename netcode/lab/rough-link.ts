import { CLEAN, type Conditions } from '../local/network.ts';
import type { Random } from '../local/random.ts';
import { TICKS_PER_SECOND } from '../pong/state.ts';
import { carriedPerSecond, LEAST_PACKETS_PER_SECOND } from '../session/send-rate.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { Invariants } from './invariants.ts';
import { bothPlay, quietCounts, RESUME_LIMIT_MS } from './liveness.ts';
import type { Mesh } from './mesh.ts';

/** The links that a match is promised to be played over without a suspension: round trip in ms, and share lost of each direction. */
const PROMISED = { rttMs: [50, 250], lossPercent: [5, 20] } as const;
/** Beyond the promise a match may be suspended, but seldom as long as the association carries the least rate that a side sends: the loss is the highest at which it does. */
const HARSH_RTT_MS = [250, 400] as const;
const HARSH_SHARE = 0.3;
/** Payload of the usual packet over such a link: 11 bytes, and half a byte per tick of a round trip. */
const PAYLOAD_BYTES = 23;
/** Suspensions of a side in {@link PLAY_MS} over a harsh link: one block, which can last into get ready. Of 700 runs one had any, and every tenth with a packet per tick has more. */
const MOST_SUSPENSIONS = 2;
/** The rate starts at its highest and follows the loss in four seconds; what has piled up by then takes as long again to go, in ms. */
const HARSH_KNOWN_MS = 10_000;
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
const AGAIN_LIMIT_MS = 4000;

/**
 * Plays a match over a link that is lossy and far, mostly as much as is promised, and then cuts it once.
 * @param run lets virtual time pass, in ms
 */
export function playRough(mesh: Mesh, invariants: Invariants, random: Random, run: (ms: number) => void): void {
  const links = [mesh.link(1, 2), mesh.link(2, 1)];
  const before = links.map(({ conditions }) => conditions);
  const set = (conditions: Conditions): void => {
    for (const each of links) each.conditions = conditions;
  };
  if (random.chance(HARSH_SHARE)) {
    const rttMs = random.between(...HARSH_RTT_MS);
    const lossPercent = mostCarried(rttMs);
    set(conditionsOf(rttMs, lossPercent));
    playHarsh(invariants, `over ${rttMs} ms and ${lossPercent} % loss`, run);
  } else {
    const rttMs = random.between(...PROMISED.rttMs);
    const lossPercent = random.between(...PROMISED.lossPercent);
    set(conditionsOf(rttMs, lossPercent));
    const link = `over ${rttMs} ms and ${lossPercent} % loss`;
    playPromised(invariants, link, run);
    for (const each of links) each.cut = true;
    run(CUT_MS);
    for (const each of links) each.cut = false;
    playAgain(mesh, AGAIN_LIMIT_MS, `${link}, ${CUT_MS} ms of which nothing came through`, run);
  }
  links.forEach((each, i) => {
    each.conditions = before[i] ?? CLEAN;
  });
  playAgain(mesh, RESUME_LIMIT_MS, 'on a healthy link', run);
}

function conditionsOf(rttMs: number, lossPercent: number): Conditions {
  return { ...CLEAN, delayMs: rttMs / 2, loss: lossPercent / 100, longestBurst: LONGEST_BURST };
}

/** The highest loss at which a side may send at its least rate over a link, in percent. */
function mostCarried(rttMs: number): number {
  let percent = 50;
  while (carriedPerSecond(rttMs, percent / 100, PAYLOAD_BYTES) < LEAST_PACKETS_PER_SECOND) percent--;
  return percent;
}

function playHarsh(invariants: Invariants, link: string, run: (ms: number) => void): void {
  run(HARSH_KNOWN_MS);
  const suspensions = invariants.views.map((view) => view.suspensions);
  run(PLAY_MS);
  for (const view of invariants.views) {
    const rise = view.suspensions - (suspensions[view.index] ?? 0);
    if (rise > MOST_SUSPENSIONS) throw new InvariantViolation('quiet', `${view.name}: ${link}, suspended ${rise} times in ${PLAY_MS} ms`);
  }
}

function playPromised(invariants: Invariants, link: string, run: (ms: number) => void): void {
  run(KNOWN_MS);
  const counts = invariants.views.map((view) => String(quietCounts(view)));
  const ticks = invariants.views.map(({ peer }) => peer.session.confirmedTick);
  run(PLAY_MS);
  for (const view of invariants.views) {
    const now = String(quietCounts(view));
    if (now !== counts[view.index]) {
      throw new InvariantViolation(
        'quiet',
        `${view.name}: ${link}, suspensions, stalls, snapshots and differences went from ${counts[view.index]} to ${now}`,
      );
    }
    const confirmed = view.peer.session.confirmedTick - (ticks[view.index] ?? 0);
    if (confirmed < LEAST_TICKS)
      throw new InvariantViolation('progress', `${view.name}: ${link}, confirmed only ${confirmed} ticks in ${PLAY_MS} ms`);
  }
}

function playAgain(mesh: Mesh, limitMs: number, link: string, run: (ms: number) => void): void {
  for (const fromMs = mesh.nowMs; !bothPlay(mesh); run(50)) {
    if (mesh.nowMs - fromMs > limitMs) throw new InvariantViolation('progress', `${link}: the peers don't play again within ${limitMs} ms`);
  }
}
