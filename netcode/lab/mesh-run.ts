import { Phase, Word } from '../pong/state.ts';
import { Mesh } from './mesh.ts';
import { contradictions, ralliesOf, standingCheckpoints } from './mesh-checks.ts';
import type { MeshPeer } from './mesh-peer.ts';
import type { Conditions } from './network.ts';
import { Random } from './random.ts';
import { WIRES } from './wire.ts';

/** Virtual time with faults, then without, in ms. */
const SAFETY_MS = 60_000;
const LIVENESS_MS = 60_000;
/** Virtual time between two looks at what counts, in ms: shorter than any rally. */
const LOOK_MS = 40;
/** After healing, this many rallies or a finished match must follow within {@link LIVENESS_MS}. */
const RALLIES_AFTER_HEALING = 2;
/** On the worst connection drawn, beats get lost for longer than a peer is waited for; a new leader must be there by then all the same, in ms. */
const NEW_LEADER_LIMIT_MS = 10_000;

/** What can go wrong in a run. */
export type MeshFault = 'lost' | 'cut' | 'cutOneWay' | 'paused' | 'killed';

/** What one seed did. */
export interface MeshRun {
  readonly seed: number;
  readonly spectators: number;
  readonly simulatedMs: number;
  /** Faults by kind. */
  readonly faults: Readonly<Record<MeshFault, number>>;
  /** Each time that the leader was killed alone: how long until everybody who was left acted on another one, in ms. */
  readonly newLeaderMs: readonly number[];
  /** Broken invariants, in words; empty when all held. */
  readonly failures: readonly string[];
}

/** Rates of one run, drawn anew for each seed, so that some runs are calm and some are hell. */
function drawConditions(random: Random): Conditions {
  return {
    delayMs: random.chance(0.2) ? 0 : random.below(100),
    jitterMs: random.chance(0.3) ? 0 : random.below(60),
    loss: random.chance(0.3) ? 0 : random.unit() * 0.2,
    meanBurst: random.chance(0.5) ? 1 : 1 + random.below(6),
    longestBurst: 20,
  };
}

/** One run: a mesh, what strikes it, and what must hold all the time. */
class Run {
  readonly mesh: Mesh;
  readonly faults: Record<MeshFault, number> = { lost: 0, cut: 0, cutOneWay: 0, paused: 0, killed: 0 };
  readonly newLeaderMs: number[] = [];
  readonly failures: string[] = [];
  readonly #random: Random;
  readonly #scores = new Map<number, string>();
  /** Most rallies that a player has shown as counting. */
  #counted = 0;

  constructor(seed: number, conditions: Conditions, spectators: number) {
    this.#random = new Random(seed, 'faults');
    this.mesh = new Mesh(seed, conditions, spectators, 1, { wire: WIRES[0] });
    for (const peer of this.mesh.peers) peer.storeMs = this.#random.chance(0.5) ? 0 : this.#random.below(40);
  }

  fail(what: string): void {
    if (this.failures.length < 10) this.failures.push(what);
  }

  /** Lets time pass, and looks. */
  pass(ms: number): void {
    for (let done = 0; done < ms; done += LOOK_MS) {
      this.mesh.run(LOOK_MS);
      for (const peer of this.mesh.peers) if (peer.running && peer.table.seen.epoch > 0) this.#look(peer);
    }
  }

  #look(peer: MeshPeer): void {
    const { confirmed, session } = peer.table;
    const rallies = ralliesOf(peer);
    const score = `${confirmed[Word.score0]}:${confirmed[Word.score1]}`;
    const other = this.#scores.get(rallies);
    if (other !== undefined && other !== score) this.fail(`peer ${peer.id} has ${score} after ${rallies} rallies, where it was ${other}`);
    this.#scores.set(rallies, score);
    if (session === undefined) return;
    if (session.phase === 'ended') this.fail(`peer ${peer.id} has ended: ${JSON.stringify(peer.effects.at(-1))}`);
    // The other side can be at most one behind.
    if (session.phase === 'playing' && rallies < this.#counted - 1)
      this.fail(`peer ${peer.id} plays after ${rallies} of ${this.#counted} rallies`);
    this.#counted = Math.max(this.#counted, rallies);
  }

  /** Strikes with a drawn fault and lets it end. */
  strike(): void {
    const lengthMs = 100 + this.#random.below(this.#random.chance(0.3) ? 8000 : 1500);
    switch (this.#random.below(4)) {
      case 0:
        this.#cut(lengthMs);
        break;
      case 1:
        this.#pause(lengthMs);
        break;
      case 2:
        this.#killLeader(lengthMs);
        break;
      default:
        this.#killSome(lengthMs);
        break;
    }
  }

  #cut(lengthMs: number): void {
    const { mesh } = this;
    const oneWay = this.#random.chance(0.3);
    const pairs = [...mesh.pairs()].filter(() => this.#random.chance(0.5));
    for (const [a, b] of pairs) {
      this.faults[oneWay ? 'cutOneWay' : 'cut']++;
      const [from, to] = this.#random.chance(0.5) ? [a, b] : [b, a];
      if (oneWay) mesh.link(from, to).cut = true;
      else mesh.cut(a, b, true);
    }
    this.pass(lengthMs);
    for (const [a, b] of pairs) mesh.cut(a, b, false);
  }

  #pause(lengthMs: number): void {
    const peer = this.mesh.peer(1 + this.#random.below(this.mesh.peers.length));
    this.faults.paused++;
    peer.stopped = true;
    this.pass(lengthMs);
    peer.stopped = false;
  }

  #killSome(lengthMs: number): void {
    const killed = this.mesh.peers.filter(() => this.#random.chance(0.5));
    for (const { id } of killed) {
      this.faults.killed++;
      this.mesh.crash(id);
      this.pass(this.#random.below(800));
    }
    this.pass(lengthMs);
    for (const { id } of killed) {
      this.mesh.restart(id);
      this.pass(this.#random.below(800));
    }
  }

  #killLeader(lengthMs: number): void {
    const { mesh } = this;
    const [leader, ...others] = mesh.peers;
    if (leader === undefined || mesh.peers.some(({ table }) => table.term.leaderId !== leader.id)) return;
    this.faults.killed++;
    mesh.crash(leader.id);
    const fromMs = mesh.nowMs;
    while (others.some(({ table }) => table.term.leaderId !== others[0]?.id)) {
      if (mesh.nowMs - fromMs > NEW_LEADER_LIMIT_MS) {
        this.fail(`nobody leads ${NEW_LEADER_LIMIT_MS} ms after peer ${leader.id} was killed`);
        break;
      }
      mesh.run(4);
    }
    this.newLeaderMs.push(mesh.nowMs - fromMs);
    this.pass(lengthMs);
    mesh.restart(leader.id);
  }

  /** No fault is left: the match must go on, and all disks must tell the same. */
  heal(conditions: Conditions): void {
    const { mesh } = this;
    for (const link of mesh.links) link.conditions = conditions;
    const before = this.#counted;
    const arrived = (peer: MeshPeer): boolean =>
      peer.table.confirmed[Word.phase] === Phase.over || ralliesOf(peer) >= before + RALLIES_AFTER_HEALING;
    for (let ms = 0; ms < LIVENESS_MS && !mesh.peers.every(arrived); ms += LOOK_MS) this.pass(LOOK_MS);
    this.pass(1000);
    for (const peer of mesh.peers) {
      if (!arrived(peer)) this.fail(`peer ${peer.id} saw ${ralliesOf(peer)} rallies after healing, from ${before}`);
      if (peer.table.term.leaderId !== 1) this.fail(`peer ${peer.id} follows ${peer.table.term.leaderId} after healing`);
    }
    const [first, ...others] = mesh.peers.map((peer) => [...standingCheckpoints(peer)].at(-1)?.join());
    if (others.some((checkpoint) => checkpoint !== first)) this.fail('the newest checkpoints on the disks differ');
    for (const contradiction of contradictions(mesh)) this.fail(contradiction);
  }
}

/**
 * Plays one match of bots before spectators through faults drawn from a seed, as `runSeed` does for two: peers are killed alone and together,
 * stopped, and cut from each other; then all is healed, and the match must go on, with the same record on every disk.
 * @param seed 0 to 2^53
 */
export function runMeshSeed(seed: number): MeshRun {
  const draw = new Random(seed, 'conditions');
  const conditions = drawConditions(draw);
  const spectators = draw.chance(0.5) ? 1 : 1 + draw.below(6);
  const run = new Run(seed, conditions, spectators);
  const { mesh, faults, newLeaderMs, failures } = run;
  try {
    mesh.runUntil(() => mesh.peers.every(({ log }) => log.length > 0), 15_000);
    while (mesh.nowMs < SAFETY_MS) {
      run.pass(500 + draw.below(6000));
      run.strike();
    }
    run.heal({ ...conditions, loss: 0, jitterMs: 0 });
  } catch (thrown) {
    run.fail(`thrown at ${mesh.nowMs} ms: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  }
  for (const link of mesh.links) faults.lost += link.counts.lost;
  return { seed, spectators, simulatedMs: mesh.nowMs, faults, newLeaderMs, failures };
}
