import { CLEAN, type Conditions } from '../local/network.ts';
import type { Random } from '../local/random.ts';
import { type InvariantName, InvariantViolation } from './invariant-violation.ts';
import type { Invariants } from './invariants.ts';
import { bothPlay, RESUME_LIMIT_MS } from './liveness.ts';
import type { Mesh } from './mesh.ts';

/** Share of tables whose players are both killed, so that a spectator has to lead. */
const BOTH_SHARE = 0.3;
/** The worst links on which a leader must be found: one way and its jitter in ms, and the share that is lost. */
const MOST_DELAY_MS = 100;
const MOST_TAIL_MS = 30;
const MOST_LOSS = 0.2;
/** Loss comes one by one, or in bursts of up to this many on average. */
const MOST_MEAN_BURST = 6;
/** On those, beats are lost for longer than a peer is waited for; a new leader must be there by then all the same, in ms. */
const NEW_LEADER_LIMIT_MS = 10_000;
const LOOK_MS = 50;

/**
 * Kills the player who leads a table, or both, over links that are drawn. Everybody who is left must soon act on the lowest of them. Then the
 * killed start again on healthy links, and both must play again.
 * @param run lets virtual time pass, in ms
 */
export function loseLeader(mesh: Mesh, invariants: Invariants, random: Random, run: (ms: number) => void): void {
  const rough = drawConditions(random);
  // A spectator who is alone leads nobody.
  const killed = mesh.peers.length > 3 && random.chance(BOTH_SHARE) ? [1, 2] : [1];
  const healthy = [...mesh.links].map((link) => ({ link, conditions: link.conditions }));
  for (const { link } of healthy) link.conditions = rough;
  for (const id of killed) mesh.crash(id);
  within(NEW_LEADER_LIMIT_MS, 'leader', `not all follow ${killed.length + 1}`, () => invariants.table.allFollow(killed.length + 1));
  for (const { link, conditions } of healthy) link.conditions = conditions;
  for (const id of killed) mesh.restart(id);
  within(RESUME_LIMIT_MS, 'progress', 'the players do not play', () => bothPlay(mesh));

  function within(limitMs: number, invariant: InvariantName, what: string, done: () => boolean): void {
    for (const fromMs = mesh.nowMs; !done(); run(LOOK_MS)) {
      if (mesh.nowMs - fromMs > limitMs)
        throw new InvariantViolation(invariant, `${limitMs} ms after ${killed.join(' and ')} were killed or came back ${what}`);
    }
  }
}

function drawConditions(random: Random): Conditions {
  return {
    ...CLEAN,
    delayMs: random.below(MOST_DELAY_MS),
    tailMs: random.below(MOST_TAIL_MS),
    loss: random.unit() * MOST_LOSS,
    meanBurst: random.between(1, MOST_MEAN_BURST),
    longestBurst: 20,
    resendMs: 250,
  };
}
