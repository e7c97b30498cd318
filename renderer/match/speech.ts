import type { MatchStatus, MatchView } from './match-view.ts';

/** What is read of a match. */
type Spoken = Pick<MatchView, 'kind' | 'seat'> & { readonly status: MatchStatus };

/**
 * What a screen reader says of a match, each thing once: how it begins, each point with both scores, connections lost and found again, who has
 * won. Not the phases between, and no seconds: they are for eyes, and the sounds tell them as well. Why a match ended early its panel says.
 */
export class MatchSpeech {
  #before: MatchStatus | undefined;
  #watchers = new Set<string>();

  /** Takes what the screen shows now; answers with what is to be said of the change. */
  take({ kind, seat, status }: Spoken): string[] {
    if (kind === 'show') return [];
    const before = this.#before;
    this.#before = status;
    const { phase } = status;
    const said: string[] = [];
    if (phase === 'ended' || phase === 'connecting') return [];
    if (before === undefined || before.phase === 'connecting') said.push(openingText(kind, seat, status));
    else said.push(...scoreTexts(before, status, seat));
    if (phase === 'over' && before?.phase !== 'over') said.push(winnerText(status, seat));
    if (status.wantsRematch && before?.wantsRematch === false) said.push(`${otherOf(status, seat)} has been asked for a rematch.`);
    said.push(...outageTexts(before, status, seat), ...this.#watcherTexts(status));
    return said.filter((text) => text !== '');
  }

  #watcherTexts({ watchers }: MatchStatus): string[] {
    const fresh = watchers.filter((watcher) => !this.#watchers.has(watcher));
    for (const watcher of fresh) this.#watchers.add(watcher);
    return fresh.map((watcher) => `${watcher} is watching.`);
  }
}

/** Both scores, with whose they are. */
export function scoreText({ labels, score }: MatchStatus): string {
  return `${labels[0]} ${score[0]}, ${labels[1]} ${score[1]}`;
}

function openingText(kind: MatchView['kind'], seat: 0 | 1 | undefined, status: MatchStatus): string {
  const { labels, score } = status;
  const points = score[0] + score[1] > 0 ? ` ${scoreText(status)}.` : '';
  if (kind === 'local') return `${labels[0]} is on the left, ${labels[1]} on the right.${points}`;
  if (kind === 'watch' || seat === undefined) return `You are watching. ${labels[0]} is on the left, ${labels[1]} on the right.${points}`;
  return `You are on the ${seat === 0 ? 'left' : 'right'}, ${labels[seat === 0 ? 1 : 0]} on the ${seat === 0 ? 'right' : 'left'}.${points}`;
}

function scoreTexts(before: MatchStatus, now: MatchStatus, seat: 0 | 1 | undefined): string[] {
  const gained = [now.score[0] - before.score[0], now.score[1] - before.score[1]] as const;
  if (gained[0] === 0 && gained[1] === 0) return [];
  if (now.score[0] + now.score[1] === 0) return ['The rematch begins.'];
  const scorer = gained[0] === 1 && gained[1] === 0 ? 0 : gained[0] === 0 && gained[1] === 1 ? 1 : undefined;
  // Somebody who watches may have missed some.
  if (scorer === undefined) return [`${scoreText(now)}.`];
  return [`${scorer === seat ? 'You score' : `${now.labels[scorer]} scores`}. ${scoreText(now)}.`];
}

function winnerText({ winner, labels }: MatchStatus, seat: 0 | 1 | undefined): string {
  if (winner === undefined) return '';
  return winner === seat ? 'You have won the match.' : `The match goes to ${labels[winner]}.`;
}

function outageTexts(before: MatchStatus | undefined, now: MatchStatus, seat: 0 | 1 | undefined): string[] {
  const isOut = now.phase === 'suspended';
  if (isOut !== (before?.phase === 'suspended')) {
    if (!isOut) return before === undefined ? [] : ['Both are connected again. Play resumes in a moment.'];
    const away = seat === undefined ? now.missing.map((missing) => now.labels[missing]).join(' and ') : otherOf(now, seat);
    return [`The connection to ${away} is lost.`];
  }
  return now.canClaim && before?.canClaim === false ? [`${otherOf(now, seat)} has been away for too long. You can claim the match.`] : [];
}

function otherOf({ labels }: MatchStatus, seat: 0 | 1 | undefined): string {
  return labels[seat === 0 ? 1 : 0];
}
