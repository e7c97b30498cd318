import { CLEAN } from '../local/network.ts';
import { Random } from '../local/random.ts';
import { Phase, TICKS_PER_SECOND, Word } from '../pong/state.ts';
import { MAX_DELAY_TICKS } from '../rollback/rollback-options.ts';
import { FaultInjector, NEAR_MS } from './fault-injector.ts';
import { Forgery } from './forgery.ts';
import { type InvariantName, InvariantViolation } from './invariant-violation.ts';
import { Invariants } from './invariants.ts';
import { bothPlay, playToTheEnd, RESUME_LIMIT_MS, SETTLE_MS } from './liveness.ts';
import { loseLeader } from './lost-leader.ts';
import { Mesh } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';
import type { PeerView } from './peer-view.ts';
import { type Act, drawActs, drawPlayer } from './players.ts';
import { sameResult } from './record-checker.ts';
import { playRough } from './rough-link.ts';
import { drawSchedule, type Fault } from './schedule.ts';
import { WIRES, type WireKind } from './wire.ts';

/** How long a suspended match waits in the lab before it may be claimed, in ms: longer than most outages, and shorter than some. */
const GRACE_MS = 6000;
/** Length of the phase with faults, in ms. */
const SAFETY_MS = [15_000, 40_000] as const;
/** A peer that has not begun waits this long for the other one to say hello, in ms. */
const GIVE_UP_MS = 10_500;
/** Two that look for each other meet within this, in ms. */
const MEETING_MS = [50, 2000] as const;
/** A message is on its way for no longer than this, in ms, when nothing holds it up. */
const LAST_WORD_MS = 1000;
/** Two wishes for a rematch, or a farewell, must be known on the other side by then, in ms. */
const ANSWER_MS = 3000;

/** Share of runs before spectators: each takes as long as ten without. */
const WATCHED = 0.1;
const MOST_PEERS = 8;

/** How a run ended: `finished` is a whole match; `gone` that a peer had nothing on its disk to go on with. All but the first must have had their reason. */
export type Outcome = 'finished' | 'gone' | 'lost' | 'version' | 'dispute' | 'forfeit' | 'broken';

/** What one seed did. */
export interface SeedRun {
  readonly seed: bigint;
  /** How many there were, 2 to 8: two players, and the others watched. */
  readonly peers: number;
  readonly schedule: readonly Fault[];
  readonly wire: WireKind;
  readonly simulatedMs: number;
  /** Faults that struck, and packets that they hit, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Hash of everything that happened, in order: two runs of a seed give the same. */
  readonly trace: number;
  readonly outcome: Outcome;
  readonly failure: Failure | undefined;
}

/** What a run may be given in place of what its seed draws. */
export interface Given {
  readonly faults?: readonly Fault[] | undefined;
  /** 2 to 8. */
  readonly peers?: number | undefined;
  /** What the connections run over; default SCTP. */
  readonly wire?: WireKind | undefined;
}

/** An invariant that broke. */
export interface Failure {
  readonly invariant: InvariantName;
  readonly detail: string;
  readonly atMs: number;
}

/**
 * Plays one match through faults: first a safety phase with faults, in which nothing may ever contradict, then a liveness phase on a
 * healed connection, in which the match must go on and finish, and a rematch begin.
 * @param seed 64 bits; everything that is drawn comes from it
 * @param given in place of what the seed draws
 */
export function runSeed(seed: bigint, given: Given = {}): SeedRun {
  const audience = new Random(seed, 'audience');
  const { peers = audience.chance(WATCHED) ? audience.between(3, MOST_PEERS) : 2 } = given;
  const random = new Random(seed, 'schedule');
  const safetyMs = random.between(...SAFETY_MS);
  const drawn = drawSchedule(random, safetyMs, peers);
  return new Run(seed, peers, safetyMs, given.faults ?? drawn, given.wire ?? WIRES[0]).play();
}

class Run {
  readonly #seed: bigint;
  readonly #safetyMs: number;
  readonly #schedule: readonly Fault[];
  readonly #wire: WireKind;
  readonly #mesh: Mesh;
  readonly #players: readonly [MeshPeer, MeshPeer];
  readonly #invariants: Invariants;
  readonly #injector: FaultInjector;
  readonly #acts: readonly Act[];
  #nextAct = 0;
  #farewell = false;
  #claimed = false;

  constructor(seed: bigint, peers: number, safetyMs: number, schedule: readonly Fault[], wire: WireKind) {
    const players = new Random(seed, 'players');
    const meetings = new Random(seed, 'rendezvous');
    const delays = new Random(seed, 'input delay');
    this.#seed = seed;
    this.#schedule = schedule;
    this.#wire = wire;
    // A schedule from elsewhere may be longer than what this seed would have drawn.
    this.#safetyMs = Math.max(safetyMs, ...schedule.map(({ atMs, lengthMs }) => atMs + lengthMs));
    this.#acts = drawActs(players, safetyMs);
    this.#mesh = new Mesh(seed, CLEAN, peers - 2, 1, {
      players: [drawPlayer(players, 0), drawPlayer(players, 1)],
      graceMs: GRACE_MS,
      delayTicks: [delays.between(0, MAX_DELAY_TICKS), delays.between(0, MAX_DELAY_TICKS)],
      meetingMs: () => meetings.between(...MEETING_MS),
      diskRandom: new Random(seed, 'disk'),
      wire,
      watch: {
        stepped: (peer, event, effects) => this.#invariants.stepped(peer, event, effects),
        restarted: (peer) => this.#invariants.restarted(peer),
      },
    });
    this.#invariants = new Invariants(this.#mesh);
    this.#players = [this.#mesh.peer(1), this.#mesh.peer(2)];
    this.#injector = new FaultInjector(this.#mesh, schedule, this.#invariants);
  }

  play(): SeedRun {
    let outcome: Outcome = 'broken';
    let failure: Failure | undefined;
    try {
      outcome = this.#playOn();
    } catch (thrown) {
      failure = { ...failureOf(thrown), atMs: this.#mesh.nowMs };
    }
    const faults: Record<string, number> = Object.fromEntries(this.#injector.counts);
    for (const { counts } of this.#mesh.links) {
      for (const [what, count] of Object.entries(counts)) faults[`packets ${what}`] = (faults[`packets ${what}`] ?? 0) + count;
    }
    const { trace } = this.#invariants;
    return {
      seed: this.#seed,
      peers: this.#mesh.peers.length,
      schedule: this.#schedule,
      wire: this.#wire,
      simulatedMs: this.#mesh.nowMs,
      faults,
      trace: trace.value,
      outcome,
      failure,
    };
  }

  #playOn(): Outcome {
    const mesh = this.#mesh;
    const players = this.#players;
    while (mesh.nowMs < this.#safetyMs) this.#run(Math.min(1000, this.#safetyMs - mesh.nowMs));
    this.#invariants.book.compareDisks();
    if (this.#strangers && players.some(({ session }) => session.phase !== 'ended')) {
      throw new InvariantViolation('ending', 'peers of different versions play');
    }
    const epoch = players[0].session.epochNumber;
    for (const startMs = mesh.nowMs; !bothPlay(mesh); this.#run(100)) {
      if (players.some(({ running }) => !running)) return 'gone';
      if (players.some(({ session }) => session.phase === 'ended')) return this.#endedEarly();
      if (mesh.nowMs - startMs > RESUME_LIMIT_MS) {
        const phases = players.map(({ session }) => `${session.phase} in epoch ${session.epochNumber}`);
        throw new InvariantViolation('progress', `${RESUME_LIMIT_MS} ms after healing the peers are ${phases.join(' and ')}`);
      }
    }
    if (this.#invariants.views.some(({ forged }) => forged === Forgery.token))
      throw new InvariantViolation('ending', 'a peer plays another match on');
    const level = players[0].session.epochNumber > epoch;
    this.#run(SETTLE_MS);
    // Wrong bits that came just before healing are confirmed only now.
    if (players.some(({ session }) => session.phase === 'ended')) return this.#endedEarly();
    const rough = this.#wire === 'sctp' && this.#mesh.peers.length === 2;
    if (rough) {
      playRough(mesh, this.#invariants, new Random(this.#seed, 'rough link'), (ms) => this.#run(ms));
      this.#run(SETTLE_MS);
    } else if (mesh.peers.length > 2 && !this.#invariants.table.misled) {
      loseLeader(mesh, this.#invariants, new Random(this.#seed, 'lost leader'), (ms) => this.#run(ms));
      this.#run(SETTLE_MS);
    }
    const farMs = Math.max(0, ...this.#schedule.filter(({ kind }) => kind === 'far').map(({ amount }) => amount));
    playToTheEnd(mesh, this.#invariants, (ms) => this.#run(ms), ((NEAR_MS + farMs) * 2 * TICKS_PER_SECOND) / 1000, level && !rough);
    this.#mustBeSettled();
    this.#invariants.table.compare();
    this.#rematchAndLeave();
    this.#invariants.table.mustBeOver();
    this.#invariants.chat.compare();
    this.#invariants.book.compareDisks();
    return 'finished';
  }

  /** Lets virtual time pass, with faults and acts at their times. */
  #run(ms: number): void {
    const endMs = this.#mesh.nowMs + ms;
    while (true) {
      const act = this.#acts[this.#nextAct];
      const actMs = act?.atMs ?? Number.POSITIVE_INFINITY;
      const nextMs = Math.min(this.#injector.nextMs(), actMs);
      if (nextMs > endMs) break;
      if (nextMs > this.#mesh.nowMs) this.#mesh.run(nextMs - this.#mesh.nowMs);
      if (this.#injector.nextMs() <= nextMs) this.#injector.strike();
      else if (act !== undefined) {
        this.#nextAct++;
        this.#act(act);
      }
    }
    this.#mesh.run(endMs - this.#mesh.nowMs);
    // No sooner than this can a packet with wrong bytes have been noticed by anyone.
    this.#mayHaveEnded();
  }

  #act({ id, event }: Act): void {
    const peer = this.#mesh.peer(id);
    if (!peer.awake) return;
    this.#mesh.give(id, event);
    if (event.type === 'claim' && peer.session.verdict !== undefined) this.#claimed = true;
  }

  /** An end in the middle of a match needs a reason. */
  #mayHaveEnded(): void {
    for (const view of this.#invariants.views) {
      const { end } = view;
      if (end === undefined) continue;
      const fits =
        // Wrong bytes can look like a cheat's, and a state that keeps being damaged can't be mended for ever.
        (end.reason === 'dispute' &&
          (this.#invariants.wire.corrupted || this.#invariants.isHopeless || this.#forged || this.#mayBeRefused)) ||
        (end.reason === 'forfeit' && this.#claimed) ||
        (end.reason === 'version' && this.#strangers) ||
        (end.reason === 'lost' && end.atMs <= this.#lastOutageMs() + GIVE_UP_MS) ||
        (end.reason === 'left' && this.#farewell);
      if (!fits) throw new InvariantViolation('ending', `${view.name}: ended without a reason (${JSON.stringify(end)})`);
    }
  }

  /** Whether the two are of different versions. */
  get #strangers(): boolean {
    return this.#schedule.some(({ kind }) => kind === 'version');
  }

  /** Whether a log was changed on purpose. */
  get #forged(): boolean {
    return this.#schedule.some(({ kind }) => kind === 'forge');
  }

  /** Whether a claim may have come too early by the other side's clock, or before it had heard of the match at all. */
  get #mayBeRefused(): boolean {
    const clocksDiffer = this.#schedule.some(({ kind }) => kind === 'sleep' || kind === 'clockStep');
    return this.#claimed && (clocksDiffer || this.#players.some(({ session }) => session.confirmedTick === 0));
  }

  /** When the last fault was over that can keep two peers apart. */
  #lastOutageMs(): number {
    return Math.max(0, ...this.#schedule.filter(({ lengthMs }) => lengthMs > 0).map(({ atMs, lengthMs }) => atMs + lengthMs));
  }

  /** One side has ended the match for a reason; the other must do so too, for the same one. */
  #endedEarly(): Outcome {
    this.#run(GRACE_MS + GIVE_UP_MS);
    const [left, right] = this.#invariants.views.map(({ end }) => end);
    if (left === undefined || right === undefined) return this.#endedOnOneSide(left ?? right);
    if (left.reason !== right.reason)
      throw new InvariantViolation('ending', `one side ended as ${left.reason}, the other as ${right.reason}`);
    this.#invariants.book.compareDisks();
    return left.reason === 'left' ? 'broken' : left.reason;
  }

  /** Its last word was lost with its connection, or the other one never heard of the beginning: that one waits for good, and nothing moves. */
  #endedOnOneSide(end: PeerView['end']): Outcome {
    const waits = this.#players.some(({ session }) => session.phase === 'suspended');
    const lastWordLost = end !== undefined && this.#invariants.severedMs >= end.atMs - LAST_WORD_MS;
    if (waits && end?.reason === 'lost') return 'lost';
    if (waits && lastWordLost && (end.reason === 'forfeit' || end.reason === 'dispute')) return end.reason;
    throw new InvariantViolation('ending', `only one side ended (${end?.reason})`);
  }

  /** The match is over: both know that both hold its result. */
  #mustBeSettled(): void {
    this.#run(ANSWER_MS);
    const { views, book } = this.#invariants;
    for (const { peer, disk, name } of views) {
      const { verdict } = peer.session;
      if (verdict?.settled !== true || !disk.settled || !sameResult(verdict, disk.result) || !sameResult(disk.result, views[0].disk.result))
        throw new InvariantViolation('result', `${name}: the match is over, and its result is not settled`);
      if (verdict.checkpoint !== book.committed)
        throw new InvariantViolation('result', `${name}: the result is of rally ${verdict.checkpoint}`);
    }
  }

  #rematchAndLeave(): void {
    for (const { id } of this.#players) this.#mesh.give(id, { type: 'rematch' });
    this.#run(ANSWER_MS);
    for (const view of this.#invariants.views) {
      if (view.peer.session.confirmed[Word.phase] === Phase.over)
        throw new InvariantViolation('progress', `${view.name}: no rematch, though both want one`);
      if (view.peer.session.verdict !== undefined)
        throw new InvariantViolation('result', `${view.name}: has the result of a match that is not over`);
    }
    this.#farewell = true;
    this.#mesh.give(this.#seed % 2n === 0n ? 1 : 2, { type: 'leave' });
    this.#run(ANSWER_MS);
    for (const view of this.#invariants.views) {
      if (view.end?.reason !== 'left') throw new InvariantViolation('ending', `${view.name}: does not know that the match was left`);
    }
  }
}

function failureOf(thrown: unknown): Omit<Failure, 'atMs'> {
  if (thrown instanceof InvariantViolation) return { invariant: thrown.invariant, detail: thrown.message };
  return { invariant: 'thrown', detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
}
