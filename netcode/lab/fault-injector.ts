import { type Control, ControlKind, decodeControl, encodeControl } from '../wire/control.ts';
import type { End } from './connection.ts';
import { forge } from './forgery.ts';
import { TIMER_MS } from './machine.ts';
import { CLEAN, type Conditions } from './network.ts';
import type { Pair } from './pair.ts';
import { type Fault, type FaultKind, hits } from './schedule.ts';

/** A healthy link between neighbours, in ms one way. */
export const NEAR_MS = 5;
/** Mean burst of lost packets, and the longest: what the contract promises to play through. */
const MEAN_BURST = 4;
const LONGEST_BURST = 20;
/** SCTP sends again after about this long. */
const RESEND_MS = 250;
/** Changes many bits of a word: no bounded value hides it. Not the same ones on every peer, because states damaged alike are none. */
const DAMAGE = 0x5a5a;
const DAMAGE_STEP = 0x1111;
/** Of a healthy disk, in ms: a sync of a laptop's solid-state disk. */
const STORE_MS = 3;

/** Is told of what makes a peer say what is not so. */
export interface FaultWitness {
  /** Its newest state was damaged. */
  damaged(index: End): void;
  /** Its log was changed. */
  forged(index: End, how: number): void;
}

/** Lets the faults of a schedule strike a pair, and takes them back when their time is over. */
export class FaultInjector {
  /** How many struck, by kind. */
  readonly counts = new Map<FaultKind, number>();
  readonly #witness: FaultWitness;
  readonly #pair: Pair;
  readonly #moments: readonly number[];
  readonly #faults: readonly Fault[];
  #next = 0;

  constructor(pair: Pair, faults: readonly Fault[], witness: FaultWitness) {
    this.#pair = pair;
    this.#faults = faults;
    this.#witness = witness;
    const moments = faults.flatMap(({ atMs, lengthMs }) => [atMs, atMs + lengthMs]);
    this.#moments = [...new Set([0, ...moments])].sort((a, b) => a - b);
  }

  /** When the next fault begins or ends, in ms; infinite after the last. */
  nextMs(): number {
    return this.#moments[this.#next] ?? Number.POSITIVE_INFINITY;
  }

  /** Brings the pair to what the schedule says for the moment {@link nextMs}, which is now. */
  strike(): void {
    const nowMs = this.nextMs();
    this.#next++;
    const active = this.#faults.filter((fault) => isActive(fault, nowMs));
    const forged = this.#faults.filter(({ kind, atMs, lengthMs }) => kind === 'forge' && atMs + lengthMs === nowMs);
    for (const fault of forged) for (const index of [0, 1] as const) if (hits(fault, index)) this.#forge(fault, index);
    for (const index of [0, 1] as const) this.#set(index, active);
    for (const fault of this.#faults) {
      if (fault.atMs !== nowMs) continue;
      this.counts.set(fault.kind, (this.counts.get(fault.kind) ?? 0) + 1);
      for (const index of [0, 1] as const) if (hits(fault, index)) this.#strikeOnce(fault, index);
    }
  }

  #set(index: End, active: readonly Fault[]): void {
    const here = active.filter((fault) => hits(fault, index));
    const worst = (kind: FaultKind): number => Math.max(0, ...here.filter((fault) => fault.kind === kind).map(({ amount }) => amount));
    const has = (kind: FaultKind): boolean => here.some((fault) => fault.kind === kind);
    const peer = this.#pair.peers[index];
    const link = this.#pair.links[index];
    link.conditions = conditions(worst);
    link.cut = has('cut');
    peer.stopped = has('pause') || has('sleep');
    const drift = here.find(({ kind }) => kind === 'drift')?.amount ?? 0;
    peer.clockRate = has('sleep') ? 0 : 1 + drift / 1_000_000;
    peer.timerMs = worst('lateTimer') || TIMER_MS;
    peer.storeMs = worst('slowDisk') || STORE_MS;
    const down = has('crash') || has('forge');
    if (peer.running && down) this.#pair.crash(index);
    else if (!peer.running && !down) this.#pair.restart(index);
  }

  #forge({ amount }: Fault, index: End): void {
    const { running, disk, session } = this.#pair.peers[index];
    if (!running && forge(disk.log, amount, session.seat)) this.#witness.forged(index, amount);
  }

  #strikeOnce(fault: Fault, index: End): void {
    const peer = this.#pair.peers[index];
    if (fault.kind === 'clockStep') peer.localMs += fault.amount;
    else if (fault.kind === 'hangUp') this.#pair.hangUp(index);
    else if (fault.kind === 'damage') {
      // Before and between there is nothing that only this peer holds.
      if (!peer.running || peer.session.phase !== 'playing') return;
      const { state } = peer.session.game;
      state[fault.amount] = (state[fault.amount] ?? 0) ^ (DAMAGE + index * DAMAGE_STEP);
      this.#witness.damaged(index);
    } else if (fault.kind === 'version') {
      this.#pair.links[index].tamper = (reliable, bytes) => [reliable ? ofAnotherVersion(bytes, fault.amount, index) : bytes];
    }
  }
}

function conditions(worst: (kind: FaultKind) => number): Conditions {
  const [loss, burst] = [worst('loss') / 100, worst('burst') / 100];
  return {
    ...CLEAN,
    delayMs: NEAR_MS + worst('far') + worst('delay'),
    tailMs: worst('tail'),
    loss: Math.max(loss, burst),
    meanBurst: burst > loss ? MEAN_BURST : 1,
    longestBurst: LONGEST_BURST,
    duplicate: worst('duplicate') / 100,
    reorder: worst('reorder') / 100,
    corrupt: worst('corrupt') / 1000,
    resendMs: RESEND_MS,
  };
}

/** Faults of the whole run have no end; those of one moment are never active. */
function isActive({ kind, atMs, lengthMs }: Fault, nowMs: number): boolean {
  return kind === 'far' || kind === 'drift' || (nowMs >= atMs && nowMs < atMs + lengthMs);
}

/** Makes two equal builds look different to each other: each hears of a version or of rules that are not its own. */
function ofAnotherVersion(bytes: Uint8Array, what: number, from: End): Uint8Array {
  const decoded = decodeControl(bytes);
  if (!decoded.ok || decoded.value.kind !== ControlKind.hello) return bytes;
  const hello = decoded.value;
  const other: Control =
    what === 0
      ? { ...hello, protocolVersion: hello.protocolVersion + (from === 0 ? 2 : 1) }
      : { ...hello, rules: hello.rules ^ (from + 1) };
  return encodeControl(other);
}
