import { expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { ControlKind } from '../wire/control.ts';
import { CHAIN_BYTES, Outcome, type Result } from '../wire/match-record.ts';
import { Journal } from './journal.ts';
import { type ConfirmedPlay, ResultAgreement } from './result-agreement.ts';

it('a result that comes when the rematch has begun is of the match before, and not of the new one', () => {
  const journal = new Journal(undefined, () => journal.stored(0));
  const results = new ResultAgreement(0, journal, () => undefined);
  const play = (committedCheckpoint: number, winner: 0 | 1 | undefined): ConfirmedPlay => ({
    committedCheckpoint,
    chainOf: (checkpoint) => new Uint8Array(CHAIN_BYTES).fill(checkpoint),
    winner: () => winner,
  });
  const theirs = (checkpoint: number): Result => ({
    ...{ outcome: Outcome.played, seat: 0, checkpoint },
    chain: new Uint8Array(CHAIN_BYTES).fill(checkpoint),
  });
  expect(results.look(play(20, 0), true)).toBe('waiting');
  expect(results.look(play(21, undefined), false)).toBe('waiting');
  expect(results.receive(theirs(20), play(21, undefined), false)).toBe('waiting');
  expect(results.look(play(38, 0), true)).toBe('waiting');
  expect(results.receive(theirs(38), play(38, 0), false)).toBe('settled');
});

it('a result that is on its way while both begin a rematch ends nothing', () => {
  const pair = new Pair(1, { ...CLEAN, delayMs: 20 }, 1);
  const over = (): boolean => pair.peers.every(({ session }) => session.confirmed[Word.phase] === Phase.over);
  const late: Uint8Array[] = [];
  pair.links[1].tamper = (reliable, bytes) => {
    if (!reliable || bytes[0] !== ControlKind.result || late.length > 0) return [bytes];
    late.push(bytes.slice());
    return [];
  };
  for (let match = 0; match < 2; match++) {
    pair.runUntil(over, 600_000);
    if (match === 1) break;
    for (const side of [0, 1] as const) pair.give(side, { type: 'rematch' });
    pair.runUntil(() => !over(), 5000);
    pair.run(500);
    for (const bytes of late) pair.give(0, { type: 'reliable', bytes });
  }
  expect(late.length).toBe(1);
  pair.run(3000);
  expect(pair.peers.map(({ session }) => session.phase)).toEqual(['playing', 'playing']);
  expect(pair.peers.map(({ session }) => session.verdict?.settled)).toEqual([true, true]);
});
