import type { SavedMatch } from '../record/saved-match.ts';
import { checkWhole } from '../rollback/check-whole.ts';
import { checkGame, inputRange } from '../rollback/game.ts';
import type { Match } from '../rollback/match.ts';
import type { Rollback } from '../rollback/rollback.ts';
import { MAX_GRACE_MS, MIN_GRACE_MS } from '../wire/control.ts';
import { TOKEN_BYTES } from '../wire/fields.ts';
import { RESUME_SECRET_BYTES } from '../wire/match-record.ts';
import type { SessionEvent } from './events.ts';

/** What a session is made with. */
export interface SessionOptions {
  /** Own peer id and the other's, 1 to 15 and different; the lower one leads and has seat 0. */
  readonly localId: number;
  readonly remoteId: number;
  readonly name: string;
  /** Any 32-bit integer, as random as can be had; the authority's counts. */
  readonly seed: number;
  /** 8 random bytes, the mark of this session; the authority's counts. */
  readonly sessionToken: Uint8Array;
  /**
   * The player's input of a tick, in which it is used. It is asked once for each tick that is played, in order; after an outage the ticks beyond the
   * confirmed one are played, and asked for, anew. A tick that waits for this side's "ready" does not ask.
   * What it returns must fit the game, or `step` throws.
   */
  readonly inputFor: (tick: number) => number;
  /** 0 to 3. */
  readonly inputDelayTicks: number;
  /** How long a frozen match waits before one side may claim it, in ms, 5,000 to 3,600,000; the authority's counts. */
  readonly graceMs: number;
  /** 32 bytes that only these two players know. They are kept with the record, and never sent: with them the two find each other again. */
  readonly resumeSecret: Uint8Array;
  /** The match as this side's log tells it, to go on with it; the options that both share are then those of {@link sharedOptions}. */
  readonly saved?: SavedMatch | undefined;
}

/** What a session has measured and counted so far. */
export interface SessionStats {
  readonly rttMs: number;
  readonly jitterMs: number;
  readonly lossPercent: number;
  readonly bytesSentPerSecond: number;
  /** Packets with inputs that were sent in the last second, and ticks for which none was. */
  readonly packetsPerSecond: number;
  readonly packetsHeldPerSecond: number;
  /** Packets per second that may be sent now, by what the connection carries. */
  readonly sendRatePerSecond: number;
  /** How often the match was suspended. */
  readonly suspensions: number;
  /** How far our ticks are ahead of the other side's. */
  readonly frameAdvantageTicks: number;
  readonly rollbacks: number;
  readonly maxRollbackTicks: number;
  /** Depth of the newest tick's rollback, 0 when it needed none. */
  readonly lastRollbackTicks: number;
  /** Ticks that were due and could not be simulated because too much was unconfirmed. */
  readonly stalls: number;
  /** Snapshots taken because checksums differed. */
  readonly resyncs: number;
  readonly checksumsCompared: number;
  readonly checksumsDiffering: number;
}

/** The part of a session's statistics that its engine counts. */
export function rollbackCounts<State>({
  rollbacks,
  lastRollbackTicks,
}: Rollback<State>): Pick<SessionStats, 'rollbacks' | 'lastRollbackTicks'> {
  return { rollbacks, lastRollbackTicks };
}

/** @throws RangeError, with the value, when a match is none that a session can play */
export function checkMatch<State>({ game, rules, ticksPerSecond, waits, keeps }: Match<State>, seed: number): void {
  checkWhole('rules', rules, -0x80000000, 0xffffffff);
  checkWhole('ticksPerSecond', ticksPerSecond, 1, 255);
  checkWhole('a seed', seed, -0x80000000, 0xffffffff);
  const made = game(seed);
  checkGame(made);
  if ((made.players ?? 2) !== 2) throw new RangeError(`a session is for 2 players, not ${made.players}`);
  const { least, greatest } = inputRange(made);
  if (waits !== undefined) checkWhole('the input that says "ready"', waits.ready, least, greatest);
  else if (keeps !== undefined) throw new RangeError('a match that keeps checkpoints has to wait for them: `waits` is missing');
}

/**
 * @param keeps whether the match has checkpoints
 * @throws RangeError, with the value, when an option is out of range
 */
export function checkOptions(options: SessionOptions, keeps: boolean): void {
  const { localId, remoteId, name, sessionToken, inputFor, resumeSecret, graceMs, saved } = options;
  if (saved !== undefined && !keeps) throw new RangeError('a match that keeps nothing can not be resumed from a log');
  if (localId === remoteId || !isPeerId(localId) || !isPeerId(remoteId)) {
    throw new RangeError(`peer ids must be two different ones of 1 to 15, not ${localId} and ${remoteId}`);
  }
  if (typeof name !== 'string') throw new RangeError(`name must be a string, not ${name}`);
  if (typeof inputFor !== 'function') throw new RangeError(`inputFor must be a function, not ${inputFor}`);
  checkBytes('sessionToken', sessionToken, TOKEN_BYTES);
  checkBytes('resumeSecret', resumeSecret, RESUME_SECRET_BYTES);
  checkWhole('graceMs', graceMs, MIN_GRACE_MS, MAX_GRACE_MS);
}

/** Options that a saved match decides, for both sides alike. */
export function sharedOptions(
  saved: SavedMatch,
): Pick<SessionOptions, 'localId' | 'remoteId' | 'seed' | 'sessionToken' | 'resumeSecret' | 'graceMs' | 'saved'> {
  const { localId, remoteId, seed, token, secret, graceMs } = saved.head;
  return { localId, remoteId, seed, sessionToken: token, resumeSecret: secret, graceMs, saved };
}

function checkBytes(what: string, bytes: Uint8Array, length: number): void {
  // Never the bytes themselves: one of these is a secret, and messages get into logs.
  if (!(bytes instanceof Uint8Array) || bytes.length !== length)
    throw new RangeError(
      `${what} must be a Uint8Array of ${length} bytes, not ${bytes instanceof Uint8Array ? bytes.length : typeof bytes}`,
    );
}

/**
 * Checks what every step is given.
 * @throws RangeError when the time is no number
 * @throws TypeError when what arrived is not a view of bytes
 */
export function checkStep(nowMs: number, event: SessionEvent): void {
  if (!Number.isFinite(nowMs)) throw new RangeError(`nowMs must be a time, not ${nowMs}`);
  if ((event.type === 'fast' || event.type === 'reliable') && !(event.bytes instanceof Uint8Array))
    throw new TypeError('bytes must be a Uint8Array');
}

function isPeerId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= 15;
}
