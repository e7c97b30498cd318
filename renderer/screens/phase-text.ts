import type { MatchSnapshot } from '../match/match-view.ts';

/** Who won the rally or the match, in words. */
export function phaseText({ phase, winner, names }: MatchSnapshot, ownSeat: 0 | 1): string {
  if (winner === undefined) return '';
  if (phase === 'over') return winner === ownSeat ? 'You win' : `${names[winner]} wins`;
  return winner === ownSeat ? 'Your point' : `Point for ${names[winner]}`;
}
