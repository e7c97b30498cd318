import { expect, it } from 'vitest';
import { Pair } from '../lab/pair.ts';
import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { ByeReason, ControlKind } from '../wire/control.ts';
import { CHAIN_BYTES, Outcome, type Result } from '../wire/match-record.ts';
import { Journal } from './journal.ts';
import type { MatchEnd } from './match-end.ts';
import { type ConfirmedPlay, endOfBye, endOfResult, ResultAgreement } from './result-agreement.ts';

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

const chainOf = (checkpoint: number): Uint8Array => new Uint8Array(CHAIN_BYTES).fill(checkpoint);

/** Play that has committed this checkpoint and holds it and the one before. */
function playAt(checkpoint: number, winner?: 0 | 1): ConfirmedPlay {
  const held = [checkpoint, checkpoint - 1];
  return {
    committedCheckpoint: checkpoint,
    chainOf: (number) => (held.includes(number) ? chainOf(number) : undefined),
    winner: () => winner,
  };
}

/** Player 1's agreement, on a disk that writes immediately. */
function agreement() {
  const told: Result[] = [];
  const journal = new Journal(undefined, () => journal.stored(0));
  const results = new ResultAgreement(0, journal, (message) => told.push(message));
  return { results, told };
}

const resultAt = (checkpoint: number, outcome: number, seat: 0 | 1): Result => ({ outcome, seat, checkpoint, chain: chainOf(checkpoint) });

it('a claim of the other side counts once our own grace time is over, and not if it is ours', () => {
  const { results } = agreement();
  const claim = resultAt(4, Outcome.forfeit, 1);
  expect(results.receive(claim, playAt(5), false)).toEqual({ refused: 'claimed-too-early' });
  expect(results.receive({ ...claim, seat: 0 }, playAt(5), true)).toEqual({ refused: 'result-not-seen' });
  expect(results.receive({ ...claim, outcome: Outcome.left }, playAt(5), true)).toEqual({ refused: 'result-not-seen' });
  expect(results.receive({ ...claim, checkpoint: 3, chain: chainOf(3) }, playAt(5), true)).toEqual({ refused: 'result-of-no-checkpoint' });
  expect(results.receive({ ...claim, chain: chainOf(5) }, playAt(5), true)).toEqual({ refused: 'result-of-no-checkpoint' });
  expect(results.verdict).toBeUndefined();
  expect(results.receive(claim, playAt(5), true)).toBe('settled');
  expect(results.verdict).toEqual({ ...claim, settled: true });
});

it.each([
  [5, 4],
  [4, 5],
])('two claims, ours at point %i and theirs at point %i, are nobody’s win, from the older point', (ours, theirs) => {
  const { results } = agreement();
  results.claim(playAt(ours));
  expect(results.claimed).toBe(true);
  expect(results.receive(resultAt(theirs, Outcome.forfeit, 1), playAt(5), true)).toBe('settled');
  const none = { outcome: Outcome.void, seat: 0, checkpoint: 4, chain: chainOf(4), settled: true };
  expect(results.verdict).toEqual(none);
  expect(results.receive(resultAt(theirs, Outcome.forfeit, 1), playAt(5), true)).toBe('settled');
  expect([results.verdict, results.claimed]).toEqual([none, false]);
});

it('a result of a match that was played to its end stands, whatever else is claimed or said', () => {
  const { results, told } = agreement();
  results.look(playAt(20, 1), true);
  const won = resultAt(20, Outcome.played, 1);
  expect(told).toMatchObject([won]);
  results.claim(playAt(20, 1));
  results.left(playAt(20, 1), 0);
  expect(results.receive(resultAt(20, Outcome.forfeit, 1), playAt(20, 1), true)).toEqual({ refused: 'results-differ' });
  expect(results.verdict).toEqual({ ...won, settled: false });
  expect(results.receive(won, playAt(20, 1), false)).toBe('settled');
  expect(told).toHaveLength(1);
  expect(results.receive(won, playAt(20, 1), false)).toBe('settled');
  expect(told, 'it may not know that we hold it').toHaveLength(2);
});

it('a player who leaves before the first point leaves a result without a chain', () => {
  const { results } = agreement();
  results.left({ committedCheckpoint: 0, chainOf: () => undefined, winner: () => undefined }, 1);
  expect(results.verdict).toEqual({ outcome: Outcome.left, seat: 1, checkpoint: 0, chain: new Uint8Array(CHAIN_BYTES), settled: true });
});

it.each<[string, number, 0 | 1, MatchEnd | undefined]>([
  ['left', Outcome.left, 1, { reason: 'left', by: 2 }],
  ['claimed by the first', Outcome.forfeit, 0, { reason: 'forfeit', winner: 0 }],
  ['claimed by the second', Outcome.forfeit, 1, { reason: 'forfeit', winner: 1 }],
  ['claimed by both', Outcome.void, 0, { reason: 'forfeit', winner: undefined }],
  ['played to its end', Outcome.played, 1, undefined],
])('a match that was %s ends for its players as what it was', (_, outcome, seat, end) => {
  expect(endOfResult(resultAt(4, outcome, seat))).toEqual(end);
});

it('a bye says why a peer left', () => {
  expect(endOfBye(ByeReason.version, 2)).toEqual({ reason: 'version', from: 2 });
  expect(endOfBye(ByeReason.otherMatch, 2)).toEqual({ reason: 'dispute', from: 2, cause: 'other-match' });
  expect(endOfBye(ByeReason.disagreement, 2)).toEqual({ reason: 'dispute', from: 2, cause: 'told' });
  expect(endOfBye(ByeReason.left, 2)).toEqual({ reason: 'left', by: 2 });
});
