import type { Conditions } from '../../local/network.ts';
import { Pacing } from '../../session/pacing.ts';
import { Pair } from '../pair.ts';

/** An ordinary connection: what is looked at is the clocks. */
const CONDITIONS: Conditions = { delayMs: 40, jitterMs: 10, loss: 0, meanBurst: 1, longestBurst: 20 };
/** Bots that keep a rally up for long: between rallies pacing may do more, and that would flatter it. */
const LEVEL = 3;
/** How often is looked, in ms of virtual time: about once a tick. */
const LOOK_MS = 16;

/** Both sides at one moment; leader first. */
export interface PacingSample {
  readonly seconds: number;
  /** Ticks played that the other side's inputs are still missing for, or that are not known to be shared: what a queue would hold. */
  readonly unconfirmedTicks: readonly [number, number];
  /** How far each side believes to be ahead, in ticks. */
  readonly advantageTicks: readonly [number, number];
}

/** A match between two sides whose clocks differ. */
export interface PacingRun {
  readonly samples: readonly PacingSample[];
  /** Ticks a second that both sides confirmed, over the second half. */
  readonly ticksPerSecond: number;
  /** Share of a side's due ticks that had to wait because too much was unconfirmed, over the second half. */
  readonly waitingShares: readonly [number, number];
  /** How often a side froze the match because it heard nothing. */
  readonly outages: number;
}

/**
 * Plays a match of bots between two whole sessions whose clocks run at different speeds.
 * @param clockRates speed of the leader's and of the follower's clock, over 0; 1 is right
 */
export function runPacing(clockRates: readonly [number, number], seconds: number, seed: number): PacingRun {
  const pair = new Pair(seed, CONDITIONS, LEVEL);
  const [leader, follower] = pair.peers;
  leader.clockRate = clockRates[0];
  follower.clockRate = clockRates[1];
  const samples: PacingSample[] = [];
  const lookUntil = (endMs: number): void => {
    while (pair.nowMs < endMs) {
      pair.run(LOOK_MS);
      samples.push({
        seconds: pair.nowMs / 1000,
        unconfirmedTicks: [
          leader.session.game.tick - leader.session.confirmedTick,
          follower.session.game.tick - follower.session.confirmedTick,
        ],
        advantageTicks: [leader.session.stats.frameAdvantageTicks, follower.session.stats.frameAdvantageTicks],
      });
    }
  };
  const counts = () => ({
    confirmed: Math.min(leader.session.confirmedTick, follower.session.confirmedTick),
    stalls: [leader.session.stats.stalls, follower.session.stats.stalls] as const,
  });
  lookUntil(seconds * 500);
  const half = counts();
  lookUntil(seconds * 1000);
  const end = counts();
  const played = end.confirmed - half.confirmed;
  const waitingShare = (side: 0 | 1): number => {
    const waited = end.stalls[side] - half.stalls[side];
    return waited === 0 ? 0 : waited / (waited + played);
  };
  return {
    samples,
    ticksPerSecond: played / (seconds / 2),
    waitingShares: [waitingShare(0), waitingShare(1)],
    outages: Math.max(...pair.peers.map(({ effects }) => effects.filter(({ type }) => type === 'suspended').length)),
  };
}

/** An advantage, in ticks, at which pacing does all it may. */
const FAR_TICKS = 1000;

/**
 * How far apart two clocks may be, as faster over slower, for pacing to level them while people play: the side that is ahead makes its ticks as long
 * as it may, the other as short.
 */
export function pacingReach(): number {
  const stretchAt = (advantageTicks: number): number => {
    const pacing = new Pacing();
    while (pacing.advantageTicks !== advantageTicks) pacing.sample(advantageTicks, false, 0);
    return pacing.stretch(false);
  };
  return stretchAt(FAR_TICKS) / stretchAt(-FAR_TICKS);
}
