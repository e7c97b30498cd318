import type { Rollback } from 'paddlewire-netcode';
import type { SessionStats } from 'paddlewire-netcode/session';
import type { Skill } from '../../netcode/pong/computer-player.ts';
import type { QualitySample } from './quality-history.ts';

/** What a match is doing, in one word, as screens and telemetry say it. */
export type PhaseWord = 'connecting' | 'countdown' | 'serve' | 'rally' | 'point' | 'over' | 'suspended' | 'get-ready' | 'ended';

/** Words for the simulation's phases, by number. */
export const PHASE_WORDS = ['countdown', 'serve', 'rally', 'point', 'over'] as const satisfies readonly PhaseWord[];

/** One line of chat. */
export interface ChatLine {
  /** Rises by one with every line of this match; a key for lists. */
  readonly id: number;
  /** Of the player who wrote it; undefined for somebody who watches. */
  readonly seat: 0 | 1 | undefined;
  /** Of the writer, as sentences have it. */
  readonly name: string;
  /** A line of our own that a player has not got yet, though it was written a while ago. */
  readonly waits: boolean;
  /** Plain text, to be shown as nothing else. */
  readonly text: string;
  /** Lamport stamp; lines stand in the order of `lamport`, then `from`. */
  readonly lamport: number;
  /** Id of the peer that wrote it. */
  readonly from: number;
}

/** What screens show of a match. Never changed: a new one takes its place. */
export interface MatchStatus {
  readonly phase: PhaseWord;
  /** Committed points, by seat. */
  readonly score: readonly [number, number];
  /** By seat. */
  readonly names: readonly [string, string];
  /** The same as sentences have them: apart from what stands beside them, and from each other where they look alike. */
  readonly labels: readonly [string, string];
  /** Seat that won the newest rally in `point`, or the match in `over`. */
  readonly winner: 0 | 1 | undefined;
  /** Whole seconds of the countdown or of "get ready" that are left, else 0. */
  readonly countdownSeconds: number;
  /** Whole seconds that a suspended match will still wait, else 0. */
  readonly graceSeconds: number;
  /** The grace time is over, and our player may claim the match. */
  readonly canClaim: boolean;
  /** Our player has claimed the match. */
  readonly claimed: boolean;
  /** The match's result is `pending` until both sides hold the same record of it. */
  readonly result: 'none' | 'pending' | 'settled';
  /** Those who watch and are connected, as sentences have their names; this window's own is not among them. */
  readonly watchers: readonly string[];
  /** What somebody who watches is told: seats of the players who are not there, or both when they have lost each other. Empty for a player. */
  readonly missing: readonly (0 | 1)[];
  /** A spectator's window reaches no player, and can't know whether they play. */
  readonly cutOff: boolean;
  /** Our player has asked for a rematch, or the confirmed state says so, and the other has not agreed yet. */
  readonly wantsRematch: boolean;
  /** Why the match ended, in plain words; empty while it goes on. */
  readonly endDetail: string;
  readonly chat: readonly ChatLine[];
}

/** A term of a table with spectators: who leads it, and since how many changes. */
export interface TermView {
  readonly number: number;
  readonly leaderId: number;
}

/** Who moves the paddles of this window: asked once for each tick that is played. */
export interface Hands {
  /** −7…7. */
  axis(): number;
  /** Of the right paddle where two play here, asked after {@link axis}. */
  rightAxis(): number;
}

/** A match under way, whoever the opponent is: what the court draws and the screens show. A capability that a kind of match lacks is undefined. */
export interface MatchView {
  /** `local` is a match of two people at this machine, `watch` one of two others; `show` is played by the computer alone, as a backdrop. */
  readonly kind: 'network' | 'watch' | 'practice' | 'local' | 'show';
  /** Our seat: 0 left, 1 right; undefined for somebody who watches, and where both are ours. */
  readonly seat: 0 | 1 | undefined;
  /** States by tick. The object itself may be replaced when a match starts. */
  readonly game: Rollback<Int32Array>;
  /** Rises when states start over or go back, so that nothing is interpolated across. */
  readonly epoch: number;
  /** Who leads: the player who confirms ticks, or with spectators the leader of the term. */
  readonly leaderId: number;
  readonly peerId: number;
  /** Undefined while nobody watches. */
  readonly term?: TermView | undefined;
  /** Newest tick that both sides call confirmed. */
  readonly confirmedTick: number;
  /** `performance.now()` when the newest tick was simulated. */
  readonly tickedAtMs: number;
  readonly status: MatchStatus;
  /** Of the connection to the other player. */
  readonly stats?: SessionStats;
  /** The last 30 seconds of that connection, oldest first. */
  readonly history?: readonly QualitySample[];
  /** Checksums of confirmed ticks from `fromTick` on, oldest first, as far as they are kept. */
  checksums(fromTick: number): [tick: number, checksum: number][];
  /** Runs the ticks that are due. `axis` is −7…7; `rightAxis` is that of the right player where both are at this machine. */
  poll(nowMs: number, hands: Hands): void;
  /** @returns what stops the calls; `listener` is called after each change of {@link status} */
  subscribe(listener: () => void): () => void;
  /** Tells the other side and ends the match for good. */
  leave(): void;
  /** Stops here without leaving: the match can be resumed later. */
  putAside?(): void;
  rematch?(): void;
  /** Claims a suspended match whose grace time is over. */
  claim?(): void;
  /** False when it was refused, because it is empty or too many were sent. */
  say?(text: string): boolean;
  /** Sends a preset message by its number. False as in {@link say}. */
  sayPreset?(preset: number): boolean;
  /** Changes the ticks between an input and its effect, 0…3, within the next ticks. */
  setInputDelay?(ticks: number): void;
  /** Has the computer play better or worse from now on, and names it. */
  setSkill?(skill: Skill, name: string): void;
  /** Stops the time of a match that nobody else plays in. */
  setPaused?(on: boolean): void;
}
