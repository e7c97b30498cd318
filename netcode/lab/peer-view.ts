import { pongMatch } from '../pong/pong-match.ts';
import { Word } from '../pong/state.ts';
import type { MatchEnd } from '../record/match-end.ts';
import type { Awaits } from '../rollback/match.ts';
import type { SessionPhase } from '../session/events.ts';
import type { Result } from '../wire/match-record.ts';
import type { End } from './connection.ts';
import { DiskView } from './disk-view.ts';
import type { MeshPeer } from './mesh-peer.ts';

/** Inputs kept, in ticks; more than a peer can have unconfirmed. */
const KEPT = 256;

/** What was last seen of a peer, to compare what comes next with. */
export class PeerView {
  readonly peer: MeshPeer;
  readonly index: End;
  disk: DiskView;
  /** Its log was changed while it was not running, in this way. */
  forged: number | undefined;
  epoch = 0;
  tick = 0;
  confirmedTick = 0;
  phase: SessionPhase = 'handshake';
  lamport = 0;
  /** Rallies that it has called committed, in whichever process. */
  rallies = 0;
  /** False from a restart until it takes part in an epoch again. */
  live = true;
  /** What the confirmed state waits for from this peer, and since which tick. */
  awaits: Awaits = 'nothing';
  awaitsSince = 0;
  /** Own inputs below this tick are in {@link madeAt}. */
  madeEnd = 0;
  /** True while its newest states may be damaged. */
  excused = false;
  damagedTick = 0;
  askedForRematch = false;
  suspensions = 0;
  /** The newest result that it has written, on its disk or not. */
  result: Result | undefined;
  end: (MatchEnd & { readonly atMs: number }) | undefined;
  readonly #made = new Int8Array(KEPT);

  constructor(peer: MeshPeer, index: End) {
    this.peer = peer;
    this.index = index;
    this.disk = this.#readDisk();
  }

  #readDisk(): DiskView {
    return new DiskView(this.peer.disk.log, `peer ${this.peer.session.localId}`);
  }

  get name(): string {
    return `peer ${this.peer.session.localId}, epoch ${this.peer.session.epochNumber}, tick ${this.peer.session.confirmedTick}`;
  }

  get isAuthority(): boolean {
    return this.index === 0;
  }

  /** Takes an input that the peer has given for its own seat. */
  make(input: number): void {
    this.#made[this.madeEnd & (KEPT - 1)] = input;
    this.madeEnd++;
  }

  /** What the peer gave for its own seat at a tick below {@link madeEnd}. */
  madeAt(tick: number): number {
    return this.#made[tick & (KEPT - 1)] ?? 0;
  }

  /** The peer's log was changed while it was not running. */
  forge(how: number): void {
    this.forged = how;
    this.disk = this.#readDisk();
  }

  /** The peer has a new process: all that was only in its memory is gone. */
  restart(): void {
    this.live = false;
    this.end = undefined;
    this.excused = false;
    this.askedForRematch = false;
    this.confirmedTick = -1;
    this.look();
  }

  /** Keeps what there is to see now. */
  look(): void {
    const { session } = this.peer;
    if (session.confirmedTick !== this.confirmedTick || session.epochNumber !== this.epoch) {
      this.awaits = pongMatch.waits.awaits(session.confirmed, this.index);
      this.awaitsSince = phaseStart(session.confirmedTick, session.confirmed);
      if (this.awaits !== 'consent') this.askedForRematch = false;
    }
    this.epoch = session.epochNumber;
    this.tick = session.game.tick;
    this.confirmedTick = session.confirmedTick;
    this.phase = session.phase;
    this.lamport = session.chat.lamport;
  }
}

/** Tick at which the phase of a confirmed state began. */
export function phaseStart(confirmedTick: number, confirmed: Int32Array): number {
  return confirmedTick - (confirmed[Word.phaseTicks] ?? 0);
}
