import { hexOf } from 'paddlewire-netcode/rendezvous';
import {
  CHAIN_BYTES,
  canResume,
  encodeMatchRecord,
  goneRecord,
  type MatchHead,
  Outcome,
  RecordKind,
  readSavedMatch,
  type SavedMatch,
} from 'paddlewire-netcode/session';
import { FIRST_SPECTATOR, OTHER_PLAYER_ID } from 'paddlewire-netcode/table';
import type { DesktopCalls } from '../../electron/contract/desktop.ts';
import { pongMatch } from '../../netcode/pong/pong-match.ts';
import { STATE_WORDS, Word } from '../../netcode/pong/state.ts';
import { diagnostics } from '../desktop/diagnostics.ts';

/** Matches that are over and stay on the disk, the newest ones, for whoever wants to know how they went; each is some 20 kB, and all are read for the menu. */
const MAX_FINISHED = 20;

/** A match that can be resumed. */
export interface SavedGame {
  readonly matchId: string;
  readonly saved: SavedMatch;
  readonly remoteName: string;
  /** Our player watched it; `names` are those of the players. */
  readonly watched: boolean;
  readonly names: readonly [string, string];
  /** Committed points, ours first; of a match that was watched, the host's first. */
  readonly score: readonly [number, number];
  /** It is over but for the other side's word. */
  readonly pending: boolean;
}

/** Name of a match's log: both players call it the same. */
export function matchIdOf(token: Uint8Array): string {
  return `match-${hexOf(token)}`;
}

/**
 * The matches on this side's disk that can be resumed by these rules, the one played last first. Removes the logs of all but the newest that are
 * over; what can't be read, or is of other rules, stays.
 */
export async function loadSavedGames(
  calls: Pick<DesktopCalls, 'listMatches' | 'readMatchRecords' | 'dropMatch'>,
): Promise<readonly SavedGame[]> {
  let finished = 0;
  const games: SavedGame[] = [];
  for (const matchId of await calls.listMatches()) {
    const saved = await readMatch(calls, matchId);
    if (saved === undefined || saved.head.rules !== pongMatch.rules) continue;
    if (!canResume(saved)) {
      finished++;
      if (finished > MAX_FINISHED) await dropMatch(calls, matchId);
      continue;
    }
    const watched = isWatched(saved);
    // Whom a spectator has not been introduced to it can't name.
    const names = [saved.head.remoteName, saved.peers.find(({ id }) => id === OTHER_PLAYER_ID)?.name ?? 'Player 2'] as const;
    games.push({
      ...{ matchId, saved, remoteName: saved.head.remoteName, watched, names },
      ...{ score: scoreOf(saved), pending: saved.result !== undefined },
    });
  }
  return games;
}

async function readMatch(calls: Pick<DesktopCalls, 'readMatchRecords'>, matchId: string): Promise<SavedMatch | undefined> {
  try {
    return readSavedMatch(await calls.readMatchRecords(matchId));
  } catch (error) {
    // The others can still be resumed.
    diagnostics.note('match-log', 'not read', error);
    return undefined;
  }
}

async function dropMatch(calls: Pick<DesktopCalls, 'dropMatch'>, matchId: string): Promise<void> {
  try {
    await calls.dropMatch(matchId);
  } catch (error) {
    diagnostics.note('match-log', 'not removed', error);
  }
}

/** Writes into a match's log that our player has left it, or watches it no more, so that it is offered no more. */
export async function giveUp(calls: Pick<DesktopCalls, 'appendMatchRecord'>, { matchId, saved }: SavedGame): Promise<void> {
  if (isWatched(saved)) {
    await calls.appendMatchRecord(matchId, encodeMatchRecord(goneRecord(saved.head.localId, '')));
    return;
  }
  const { number: checkpoint, chain } = saved.checkpoints[0] ?? { number: 0, chain: new Uint8Array(CHAIN_BYTES) };
  const left = { kind: RecordKind.result, outcome: Outcome.left, seat: seatOf(saved.head), checkpoint, chain };
  await calls.appendMatchRecord(matchId, encodeMatchRecord(left));
  await calls.appendMatchRecord(matchId, encodeMatchRecord({ kind: RecordKind.settled, checkpoint }));
}

function scoreOf({ checkpoints, committed, head }: SavedMatch): readonly [number, number] {
  const [newest] = checkpoints;
  if (newest?.words.length !== STATE_WORDS) return [0, 0];
  const words = newest.words.slice();
  // The newest point counts once it is known that both hold it.
  if (committed >= newest.number) pongMatch.keeps.commit(words);
  const [left = 0, right = 0] = [words[Word.score0], words[Word.score1]];
  return seatOf(head) === 0 ? [left, right] : [right, left];
}

function isWatched({ head }: SavedMatch): boolean {
  return head.localId >= FIRST_SPECTATOR;
}

/** Our seat; of a match that was watched, the host's. */
function seatOf({ localId }: MatchHead): 0 | 1 {
  return localId === 2 ? 1 : 0;
}
