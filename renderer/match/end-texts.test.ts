import type { DisputeCause, MatchEnd } from 'paddlewire-netcode/session';
import { describe, expect, it } from 'vitest';
import { endText } from './end-texts.ts';

const nameOf = (id: number): string => ['nobody', 'Ann', 'Bob', 'Cleo'][id] ?? '?';
const atLeft = (end: MatchEnd): string => endText(end, { localId: 1, seat: 0, nameOf });
const atRight = (end: MatchEnd): string => endText(end, { localId: 2, seat: 1, nameOf });
const watching = (end: MatchEnd): string => endText(end, { localId: 3, seat: undefined, nameOf });

/** What a player reads after "The players disagree about tick 7", and a spectator in brackets. */
const WHY: Readonly<Record<Exclude<DisputeCause, 'told' | 'other-match'>, string>> = {
  gap: 'it does not follow from what both players know',
  'own-inputs-differ': 'own inputs differ',
  'remote-inputs-differ': 'the other player’s inputs differ from those it sent',
  'confirmed-play-changed': 'confirmed play was changed',
  'replay-differs': 'replay differs',
  'checkpoint-differs': 'checkpoint differs',
  'too-far-ahead': 'it leads too far ahead',
  'impossible-epoch': 'the other player named an epoch that is impossible',
  'no-common-checkpoint': 'the players have no checkpoint in common',
  'counted-rally-missing': 'a rally that counted is missing',
  'resync-failed': 'continuing from what both have confirmed did not help',
  'result-of-no-checkpoint': 'a result arrived that belongs to no checkpoint of this match',
  'results-differ': 'the players hold different results',
  'result-not-seen': 'a result arrived that this window has not seen happen',
  'claimed-too-early': 'the match was claimed before the time to come back was over',
  'checkpoints-do-not-fit': 'the checkpoints do not match',
  damaged: 'it is damaged',
};

describe('the sentence about the end of a match', () => {
  it('names who left, and is addressed to who left', () => {
    expect(atLeft({ reason: 'left', by: 1 })).toBe('You left the match.');
    expect(atLeft({ reason: 'left', by: 2 })).toBe('Bob left the match.');
    expect(atRight({ reason: 'left', by: 1 })).toBe('Ann left the match.');
    expect(watching({ reason: 'left', by: 2 })).toBe('Bob left the match.');
  });

  it('tells a connection that closed from one on which nothing is said', () => {
    expect(atLeft({ reason: 'lost', cause: 'closed' })).toBe('The connection to Bob is gone.');
    expect(atRight({ reason: 'lost', cause: 'closed' })).toBe('The connection to Ann is gone.');
    expect(atLeft({ reason: 'lost', cause: 'silent' })).toBe('The other player is connected but does not answer.');
  });

  it.each([
    ['protocol', 'protocol version'],
    ['rules', 'rules'],
    ['ticks-per-second', 'ticks per second'],
    ['input-bits', 'bits of an input'],
    ['signed-inputs', 'inputs below zero'],
    ['peer-id', 'peer id'],
  ] as const)('says how versions differ: %s', (field, words) => {
    expect(atLeft({ reason: 'version', from: 2, differs: { field, ours: 60, theirs: 30 } })).toBe(
      `Bob has a different version of the game: ${words} 60 here, 30 there. Both need the same one.`,
    );
  });

  it('says that versions differ to whom the other one has told it', () => {
    expect(atRight({ reason: 'version', from: 1 })).toBe('Ann has a different version of the game. Both need the same one.');
  });

  it.each(Object.entries(WHY))('says why players disagree: %s', (code, why) => {
    // Its keys are these.
    const cause = code as keyof typeof WHY;
    expect(atLeft({ reason: 'dispute', from: 2, cause, tick: 7 })).toBe(
      `The players disagree about tick 7 (${why}). No score was changed.`,
    );
    expect(watching({ reason: 'dispute', from: 1, cause })).toBe(`What arrived contradicts what was seen of the match (${why}).`);
  });

  it('says that the other one stopped, or came back to another match', () => {
    expect(atLeft({ reason: 'dispute', from: 2, cause: 'told' })).toBe('Bob stopped because the two games disagree. No score was changed.');
    expect(atLeft({ reason: 'dispute', from: 2, cause: 'told', tick: 7 })).toBe('The players disagree about tick 7. No score was changed.');
    expect(atRight({ reason: 'dispute', from: 1, cause: 'other-match' })).toBe('Ann has come back to a different match.');
  });

  it('says who wins by forfeit, to each as its own', () => {
    expect(atLeft({ reason: 'forfeit', winner: 0 })).toBe('Bob was away for too long. You win the match by forfeit.');
    expect(atRight({ reason: 'forfeit', winner: 1 })).toBe('Ann was away for too long. You win the match by forfeit.');
    expect(atLeft({ reason: 'forfeit', winner: 1 })).toBe('You were away for too long. Bob claimed the match by forfeit.');
    expect(atRight({ reason: 'forfeit', winner: 0 })).toBe('You were away for too long. Ann claimed the match by forfeit.');
    expect(watching({ reason: 'forfeit', winner: 1 })).toBe('Bob wins the match by forfeit.');
    expect(atLeft({ reason: 'forfeit', winner: undefined })).toBe('Both players claimed this match, so no one wins it.');
  });

  it('does not let a name turn the words around it', () => {
    const hebrew = endText({ reason: 'left', by: 2 }, { localId: 1, seat: 0, nameOf: () => 'דני' });
    expect(hebrew).toBe('\u2068דני\u2069 left the match.');
  });
});
