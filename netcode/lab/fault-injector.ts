import { CLEAN, type Conditions } from '../local/network.ts';
import { canResume, readSavedMatch } from '../record/saved-match.ts';
import { type Control, ControlKind, decodeControl, encodeControl } from '../wire/control.ts';
import { decodeRepeated, encodeRepeated } from '../wire/repeated-message.ts';
import { forge } from './forgery.ts';
import { TIMER_MS } from './machine.ts';
import type { Mesh } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';
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
  damaged(peer: MeshPeer): void;
  /** Its log was changed. */
  forged(peer: MeshPeer, how: number): void;
}

/** Lets the faults of a schedule strike a mesh, and takes them back when their time is over. */
export class FaultInjector {
  /** How many struck, by kind. */
  readonly counts = new Map<FaultKind, number>();
  readonly #witness: FaultWitness;
  readonly #mesh: Mesh;
  readonly #moments: readonly number[];
  readonly #faults: readonly Fault[];
  #next = 0;

  constructor(mesh: Mesh, faults: readonly Fault[], witness: FaultWitness) {
    this.#mesh = mesh;
    this.#faults = faults;
    this.#witness = witness;
    const moments = faults.flatMap(({ atMs, lengthMs }) => [atMs, atMs + lengthMs]);
    this.#moments = [...new Set([0, ...moments])].sort((a, b) => a - b);
  }

  /** When the next fault begins or ends, in ms; infinite after the last. */
  nextMs(): number {
    return this.#moments[this.#next] ?? Number.POSITIVE_INFINITY;
  }

  /** Brings the mesh to what the schedule says for the moment {@link nextMs}, which is now. */
  strike(): void {
    const nowMs = this.nextMs();
    this.#next++;
    const active = this.#faults.filter((fault) => isActive(fault, nowMs));
    const ended = this.#faults.filter(({ kind, atMs, lengthMs }) => kind === 'forge' && atMs + lengthMs === nowMs);
    const begun = this.#faults.filter(({ atMs }) => atMs === nowMs);
    for (const fault of begun) this.counts.set(fault.kind, (this.counts.get(fault.kind) ?? 0) + 1);
    for (const peer of this.#mesh.peers) {
      for (const fault of ended) if (hits(fault, peer.id)) this.#forge(fault, peer);
      this.#set(peer, active);
      for (const fault of begun) if (hits(fault, peer.id)) this.#strikeOnce(fault, peer);
    }
  }

  #set(peer: MeshPeer, active: readonly Fault[]): void {
    const here = active.filter((fault) => hits(fault, peer.id));
    const worst = (kind: FaultKind): number => Math.max(0, ...here.filter((fault) => fault.kind === kind).map(({ amount }) => amount));
    const has = (kind: FaultKind): boolean => here.some((fault) => fault.kind === kind);
    const splits = active.filter(({ kind }) => kind === 'split');
    for (const { other } of peer.lines) {
      const link = this.#mesh.link(peer.id, other);
      link.conditions = conditions(worst);
      link.cut = has('cut') || splits.some((split) => hits(split, peer.id) !== hits(split, other));
    }
    peer.stopped = has('pause') || has('sleep');
    const drift = here.find(({ kind }) => kind === 'drift')?.amount ?? 0;
    peer.clockRate = has('sleep') ? 0 : 1 + drift / 1_000_000;
    peer.timerMs = worst('lateTimer') || TIMER_MS;
    peer.storeMs = worst('slowDisk') || STORE_MS;
    const down = has('crash') || has('forge');
    if (peer.running && down) this.#mesh.crash(peer.id);
    else if (!peer.running && !down && isWorthGoingOn(peer)) this.#mesh.restart(peer.id);
  }

  #forge({ amount }: Fault, peer: MeshPeer): void {
    if (peer.running || !peer.plays) return;
    if (forge(peer.disk.log, amount, peer.session.seat)) this.#witness.forged(peer, amount);
  }

  #strikeOnce(fault: Fault, peer: MeshPeer): void {
    if (fault.kind === 'clockStep') peer.localMs += fault.amount;
    else if (fault.kind === 'hangUp') this.#mesh.hangUp(peer.id);
    else if (fault.kind === 'damage') this.#damage(peer, fault.amount);
    else if (fault.kind === 'version') {
      for (const { other } of peer.lines) {
        this.#mesh.link(peer.id, other).tamper = (reliable, bytes) => [ofAnotherVersion(reliable, bytes, fault.amount, peer.id)];
      }
    }
  }

  #damage(peer: MeshPeer, word: number): void {
    // Before and between there is nothing that only this peer holds.
    if (!peer.running || (peer.plays && peer.session.phase !== 'playing')) return;
    const state = peer.plays ? peer.session.game.state : peer.table.confirmed;
    state[word] = (state[word] ?? 0) ^ (DAMAGE + peer.id * DAMAGE_STEP);
    this.#witness.damaged(peer);
  }
}

/** Whether the app would offer to go on with what is on a peer's disk. */
function isWorthGoingOn({ plays, disk }: MeshPeer): boolean {
  const saved = readSavedMatch(disk.log);
  return !plays || (saved !== undefined && canResume(saved));
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
function ofAnotherVersion(reliable: boolean, bytes: Uint8Array, what: number, id: number): Uint8Array {
  if (!reliable) {
    const repeated = decodeRepeated(bytes);
    return repeated.ok ? encodeRepeated(ofAnotherVersion(true, repeated.value, what, id)) : bytes;
  }
  const decoded = decodeControl(bytes);
  if (!decoded.ok || decoded.value.kind !== ControlKind.hello) return bytes;
  const hello = decoded.value;
  const other: Control = what === 0 ? { ...hello, protocolVersion: hello.protocolVersion + 1 + id } : { ...hello, rules: hello.rules ^ id };
  return encodeControl(other);
}
