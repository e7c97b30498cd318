import type { MatchStatus, PhaseWord } from '../match/match-view.ts';

/** Whether a phase has a panel of its own over the court, so that the menu has no place. */
export function coversMatch(phase: PhaseWord): boolean {
  return phase === 'over' || phase === 'ended' || phase === 'suspended' || phase === 'connecting';
}

/**
 * Who won the rally or the match, in words.
 * @param ownSeat undefined for somebody who watches
 */
export function phaseText({ phase, winner, labels }: MatchStatus, ownSeat: 0 | 1 | undefined): string {
  if (winner === undefined) return '';
  if (phase === 'over') return winner === ownSeat ? 'You win' : `${labels[winner]} wins`;
  return winner === ownSeat ? 'Your point' : `Point for ${labels[winner]}`;
}
