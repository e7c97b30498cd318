import { describe, expect, it } from 'vitest';
import { firstChain } from '../../netcode/session/chain.ts';
import { pongMatch } from '../../netcode/sim/pong-match.ts';
import { STATE_WORDS, Word } from '../../netcode/sim/state.ts';
import { encodeMatchRecord, KEEPS_ALL, type MatchRecord, Outcome, RecordKind } from '../../netcode/wire/match-record.ts';
import { giveUp, loadSavedGames, matchIdOf } from './saved-games.ts';

const token = new Uint8Array(8).fill(1);
const secret = new Uint8Array(32).fill(2);
const chain = firstChain(new Int32Array(STATE_WORDS));

/** A disk with one match on it, as the peer with this id has written it: 3 to 1 for the host. */
function diskOf(localId: number, ...more: readonly MatchRecord[]) {
  const words = new Int32Array(STATE_WORDS);
  words[Word.score0] = 3;
  words[Word.score1] = 1;
  const remoteId = localId === 1 ? 2 : 1;
  const remoteName = remoteId === 1 ? 'Ada' : 'Grace';
  const records: Uint8Array[] = (
    [
      { kind: RecordKind.match, rules: pongMatch.rules, seed: 1, token, localId, remoteId, remoteName, graceMs: 60_000, secret },
      { kind: RecordKind.epoch, number: 1, leaderId: 1, keeps: KEEPS_ALL, lamport: 0 },
      { kind: RecordKind.checkpoint, number: 4, tick: 900, epoch: 1, leaderId: 1, chain, words },
      ...more,
    ] satisfies MatchRecord[]
  ).map(encodeMatchRecord);
  return {
    listMatches: async () => [matchIdOf(token)],
    readMatchRecords: async () => records,
    appendMatchRecord: async (_: string, record: Uint8Array) => {
      records.push(record);
    },
  };
}

const grace = { kind: RecordKind.peer, id: 2, secret, name: 'Grace' } as const;
const left = { kind: RecordKind.result, outcome: Outcome.left, seat: 1, checkpoint: 4, chain } as const;

describe('a match that was watched', () => {
  it('is told apart from one that was played, and named for both players, the host first', async () => {
    const [watched] = await loadSavedGames(diskOf(3, grace));
    expect(watched).toMatchObject({ watched: true, names: ['Ada', 'Grace'], score: [3, 1] });
    const [played] = await loadSavedGames(diskOf(2));
    expect(played).toMatchObject({ watched: false, remoteName: 'Ada', score: [1, 3] });
  });

  it('is offered no more once it has a result: there is nothing that a spectator has to settle', async () => {
    expect(await loadSavedGames(diskOf(3, grace, left))).toEqual([]);
    expect(await loadSavedGames(diskOf(2, left))).toHaveLength(1);
  });

  it('is offered no more once it was given up, and its record says nothing against a player', async () => {
    const disk = diskOf(3, grace);
    const [game] = await loadSavedGames(disk);
    await giveUp(disk, game!);
    expect(await loadSavedGames(disk)).toEqual([]);
    expect(game?.saved.result).toBeUndefined();
  });
});
