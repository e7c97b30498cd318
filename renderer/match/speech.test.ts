import { describe, expect, it } from 'vitest';
import { firstStatus, MatchStatusStore } from './match-status.ts';
import type { MatchStatus, MatchView } from './match-view.ts';
import { MatchSpeech } from './speech.ts';

/** What is said of each of some changes, in order. */
function spoken(
  kind: MatchView['kind'],
  seat: 0 | 1 | undefined,
  names: readonly [string, string],
  ...changes: Partial<MatchStatus>[]
): string[][] {
  const store = new MatchStatusStore(firstStatus('connecting', names));
  const speech = new MatchSpeech();
  return changes.map((change) => {
    store.change(change);
    return speech.take({ kind, seat, status: store.current });
  });
}

describe('a screen reader', () => {
  it('hears each point once, with both scores, and not the phases between', () => {
    const said = spoken(
      ...(['network', 0, ['Ada', 'Grace']] as const),
      { phase: 'countdown', countdownSeconds: 3 },
      { countdownSeconds: 2 },
      { phase: 'serve', countdownSeconds: 0 },
      { phase: 'rally' },
      { phase: 'point', winner: 0 },
      { score: [1, 0] },
      { phase: 'serve', winner: undefined },
      { phase: 'rally' },
      { phase: 'point', winner: 1 },
      { score: [1, 1] },
    );
    expect(said.flat()).toEqual([
      'You are on the left, Grace on the right.',
      'You score. Ada 1, Grace 0.',
      'Grace scores. Ada 1, Grace 1.',
    ]);
  });

  it('hears who won, and of the rematch', () => {
    const said = spoken(
      ...(['network', 1, ['Ada', 'Grace']] as const),
      { phase: 'rally', score: [10, 3] },
      { phase: 'over', winner: 0, score: [11, 3] },
      { wantsRematch: true },
      { result: 'settled' },
      { phase: 'countdown', score: [0, 0], wantsRematch: false, winner: undefined },
    );
    expect(said).toEqual([
      ['You are on the right, Ada on the left. Ada 10, Grace 3.'],
      ['Ada scores. Ada 11, Grace 3.', 'The match goes to Ada.'],
      ['Ada has been asked for a rematch.'],
      [],
      ['The rematch begins.'],
    ]);
  });

  it('hears once that the connection is lost, that the match can be claimed, and that it is back', () => {
    const said = spoken(
      ...(['network', 0, ['Ada', 'Grace']] as const),
      { phase: 'rally' },
      { phase: 'suspended', graceSeconds: 60 },
      { graceSeconds: 59 },
      { graceSeconds: 0, canClaim: true },
      { phase: 'get-ready', canClaim: false, countdownSeconds: 2 },
      { countdownSeconds: 1 },
      { phase: 'rally', countdownSeconds: 0 },
    );
    expect(said.slice(1).flat()).toEqual([
      'The connection to Grace is lost.',
      'Grace has been away for too long. You can claim the match.',
      'Both are connected again. Play resumes in a moment.',
    ]);
  });

  it('is told apart two players of one name, and names from right to left keep to themselves', () => {
    const store = new MatchStatusStore(firstStatus('rally', ['עדה', 'עדה']));
    const speech = new MatchSpeech();
    speech.take({ kind: 'watch', seat: undefined, status: store.current });
    store.change({ score: [0, 1] });
    expect(speech.take({ kind: 'watch', seat: undefined, status: store.current })).toEqual([
      '\u2068עדה\u2069 (right) scores. \u2068עדה\u2069 (left) 0, \u2068עדה\u2069 (right) 1.',
    ]);
    store.change({ phase: 'suspended', missing: [0] });
    expect(speech.take({ kind: 'watch', seat: undefined, status: store.current })).toEqual([
      'The connection to \u2068עדה\u2069 (left) is lost.',
    ]);
  });

  it('hears of each spectator once', () => {
    const said = spoken(
      ...(['network', 0, ['Ada', 'Grace']] as const),
      { phase: 'rally', watchers: ['Linus'] },
      { watchers: [] },
      { watchers: ['Linus'] },
    );
    expect(said).toEqual([['You are on the left, Grace on the right.', 'Linus is watching.'], [], []]);
  });

  it('hears nothing of the match behind the menus', () => {
    expect(spoken('show', 0, ['a', 'b'], { phase: 'rally' }, { score: [1, 0] }).flat()).toEqual([]);
  });
});
