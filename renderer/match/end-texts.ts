import type { DisputeCause, HelloDifference, MatchEnd } from 'paddlewire-netcode/session';
import { isolated } from 'paddlewire-netcode/text';

const CAUSES: Readonly<Record<Exclude<DisputeCause, 'told' | 'other-match'>, string>> = {
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

const FIELDS: Readonly<Record<HelloDifference['field'], string>> = {
  protocol: 'protocol version',
  rules: 'rules',
  'ticks-per-second': 'ticks per second',
  'input-bits': 'bits of an input',
  'signed-inputs': 'inputs below zero',
  'peer-id': 'peer id',
};

/** Who is who, for {@link endText}. */
export interface EndNames {
  readonly localId: number;
  /** Own player index; undefined for a spectator. */
  readonly seat: 0 | 1 | undefined;
  /** Name of a peer as sentences have it. */
  nameOf(id: number): string;
}

/** Why a match is over, in a sentence for the person at this window. */
export function endText(end: MatchEnd, { localId, seat, nameOf }: EndNames): string {
  const name = (id: number): string => isolated(nameOf(id));
  switch (end.reason) {
    case 'left':
      return end.by === localId ? 'You left the match.' : `${name(end.by)} left the match.`;
    case 'lost':
      return end.cause === 'silent'
        ? 'The other player is connected but does not answer.'
        : `The connection to ${name(localId === 1 ? 2 : 1)} is gone.`;
    case 'version':
      return `${name(end.from)} has a different version of the game${differenceText(end.differs)}. Both need the same one.`;
    case 'dispute':
      return disputeText(end, name(end.from), seat === undefined);
    case 'forfeit':
      return forfeitText(end.winner, seat, name);
  }
}

function differenceText(differs: HelloDifference | undefined): string {
  return differs === undefined ? '' : `: ${FIELDS[differs.field]} ${differs.ours} here, ${differs.theirs} there`;
}

function disputeText({ cause, tick }: Extract<MatchEnd, { readonly reason: 'dispute' }>, name: string, watches: boolean): string {
  if (cause === 'other-match') return `${name} has come back to a different match.`;
  if (cause === 'told') {
    return tick === undefined
      ? `${name} stopped because the two games disagree. No score was changed.`
      : `The players disagree about tick ${tick}. No score was changed.`;
  }
  const why = CAUSES[cause];
  return watches
    ? `What arrived contradicts what was seen of the match (${why}).`
    : `The players disagree about tick ${tick ?? 0} (${why}). No score was changed.`;
}

function forfeitText(winner: 0 | 1 | undefined, seat: 0 | 1 | undefined, name: (id: number) => string): string {
  if (winner === undefined) return 'Both players claimed this match, so no one wins it.';
  if (seat === undefined) return `${name(winner + 1)} wins the match by forfeit.`;
  return winner === seat
    ? `${name(2 - winner)} was away for too long. You win the match by forfeit.`
    : `You were away for too long. ${name(winner + 1)} claimed the match by forfeit.`;
}
