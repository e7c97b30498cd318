import { encodeMatchRecord, KEEPS_ALL, type MatchRecord, Outcome, RecordKind } from 'paddlewire-netcode/session';
import { describe, expect, it } from 'vitest';
import { firstChain } from '../../netcode/history/chain.ts';
import { pongMatch } from '../../netcode/pong/pong-match.ts';
import { STATE_WORDS, Word } from '../../netcode/pong/state.ts';
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
    dropMatch: async () => {
      records.length = 0;
    },
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

/** A disk with many matches on it, the newest first; what is undefined can't be read. */
function diskWith(logs: Map<string, readonly MatchRecord[] | undefined>) {
  return {
    listMatches: async () => [...logs.keys()],
    readMatchRecords: async (matchId: string) => {
      const records = logs.get(matchId);
      if (records === undefined) throw new Error('EIO');
      return records.map(encodeMatchRecord);
    },
    dropMatch: async (matchId: string) => {
      logs.delete(matchId);
    },
  };
}

const head = {
  kind: RecordKind.match,
  rules: pongMatch.rules,
  seed: 1,
  token,
  localId: 1,
  remoteId: 2,
  remoteName: 'Grace',
  graceMs: 60_000,
  secret,
} as const;
const epoch = { kind: RecordKind.epoch, number: 1, leaderId: 1, keeps: KEEPS_ALL, lamport: 0 } as const;
const over = [head, epoch, left, { kind: RecordKind.settled, checkpoint: 4 }] as const;

it('a match that was put aside is still offered after 25 that were finished, of which only the newest stay on the disk', async () => {
  const logs = new Map<string, readonly MatchRecord[] | undefined>();
  for (let index = 0; index < 25; index++) logs.set(`finished-${index}`, over);
  logs.set('aside', [head, epoch]);
  logs.set('more-finished', over);
  const disk = diskWith(logs);
  expect((await loadSavedGames(disk)).map(({ matchId }) => matchId)).toEqual(['aside']);
  expect([...logs.keys()]).toEqual([...Array.from({ length: 20 }, (_, index) => `finished-${index}`), 'aside']);
  expect((await loadSavedGames(disk)).map(({ matchId }) => matchId)).toEqual(['aside']);
});

it('matches that can’t be read, make no sense or are of another version stay on the disk and hide none', async () => {
  const logs = new Map<string, readonly MatchRecord[] | undefined>([
    ['unreadable', undefined],
    ['nothing', []],
    ...Array.from({ length: 30 }, (_, index) => [`newer-${index}`, [{ ...head, rules: pongMatch.rules + 1 }, ...over.slice(1)]] as const),
    ['aside', [head, epoch]],
  ]);
  expect((await loadSavedGames(diskWith(logs))).map(({ matchId }) => matchId)).toEqual(['aside']);
  expect(logs.size).toBe(33);
});

it('each of many matches that were put aside is offered, the one played last first', async () => {
  const ids = Array.from({ length: 7 }, (_, index) => `aside-${index}`);
  const disk = diskWith(new Map(ids.map((matchId) => [matchId, [head, epoch]])));
  expect((await loadSavedGames(disk)).map(({ matchId }) => matchId)).toEqual(ids);
});

it('a log that can’t be removed does no harm', async () => {
  const disk = diskWith(new Map(Array.from({ length: 22 }, (_, index) => [`${index}`, over])));
  disk.dropMatch = () => Promise.reject(new Error('EROFS'));
  expect(await loadSavedGames(disk)).toEqual([]);
});
