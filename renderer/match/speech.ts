import { isolated } from '../../netcode/text/alike.ts';
import type { MatchSnapshot, MatchView } from './match-view.ts';

/** What is read of a match. */
type Spoken = Pick<MatchView, 'kind' | 'seat'> & { readonly snapshot: MatchSnapshot };

/**
 * What a screen reader says of a match, each thing once: how it begins, each point with both scores, connections lost and found again, how it
 * ends. Not the phases between, and no seconds: they are for eyes, and the sounds tell them as well.
 */
export class MatchSpeech {
  #before: MatchSnapshot | undefined;
  #watchers = new Set<string>();

  /** Takes what the screen shows now; answers with what is to be said of the change. */
  take({ kind, seat, snapshot }: Spoken): string[] {
    if (kind === 'show') return [];
    const before = this.#before;
    this.#before = snapshot;
    const { phase, endDetail } = snapshot;
    const said: string[] = [];
    if (phase === 'ended') return before?.phase === 'ended' ? [] : [`The match has ended. ${endDetail}`.trim()];
    if (phase === 'connecting') return [];
    if (before === undefined || before.phase === 'connecting') said.push(openingText(kind, seat, snapshot));
    else said.push(...scoreTexts(before, snapshot, seat));
    if (phase === 'over' && before?.phase !== 'over') said.push(winnerText(snapshot, seat));
    if (snapshot.wantsRematch && before?.wantsRematch === false) said.push(`Waiting for ${otherOf(snapshot, seat)} to want a rematch.`);
    said.push(...outageTexts(before, snapshot, seat), ...this.#watcherTexts(snapshot));
    return said.filter((text) => text !== '');
  }

  #watcherTexts({ watchers }: MatchSnapshot): string[] {
    const fresh = watchers.filter((watcher) => !this.#watchers.has(watcher));
    for (const watcher of fresh) this.#watchers.add(watcher);
    return fresh.map((watcher) => `${watcher} is watching.`);
  }
}

/** Both scores, with whose they are. */
export function scoreText({ labels, score }: MatchSnapshot): string {
  return `${labels[0]} ${score[0]}, ${labels[1]} ${score[1]}`;
}

function openingText(kind: MatchView['kind'], seat: 0 | 1 | undefined, snapshot: MatchSnapshot): string {
  const { labels, score } = snapshot;
  const points = score[0] + score[1] > 0 ? ` ${scoreText(snapshot)}.` : '';
  if (kind === 'watch' || seat === undefined) return `Watching ${labels[0]} against ${labels[1]}.${points}`;
  return `You play against ${labels[seat === 0 ? 1 : 0]}, on the ${seat === 0 ? 'left' : 'right'}.${points}`;
}

function scoreTexts(before: MatchSnapshot, now: MatchSnapshot, seat: 0 | 1 | undefined): string[] {
  const gained = [now.score[0] - before.score[0], now.score[1] - before.score[1]] as const;
  if (gained[0] === 0 && gained[1] === 0) return [];
  if (now.score[0] + now.score[1] === 0) return ['The rematch begins.'];
  const scorer = gained[0] === 1 && gained[1] === 0 ? 0 : gained[0] === 0 && gained[1] === 1 ? 1 : undefined;
  // Somebody who watches may have missed some.
  if (scorer === undefined) return [`${scoreText(now)}.`];
  return [`${scorer === seat ? 'Your point' : `Point for ${now.labels[scorer]}`}. ${scoreText(now)}.`];
}

function winnerText({ winner, labels }: MatchSnapshot, seat: 0 | 1 | undefined): string {
  if (winner === undefined) return '';
  return winner === seat ? 'You win.' : `${labels[winner]} wins.`;
}

function outageTexts(before: MatchSnapshot | undefined, now: MatchSnapshot, seat: 0 | 1 | undefined): string[] {
  const isOut = now.phase === 'suspended';
  if (isOut !== (before?.phase === 'suspended')) {
    if (!isOut) return before === undefined ? [] : ['The connection is back. Get ready.'];
    const away = seat === undefined ? now.missing.map((missing) => now.labels[missing]).join(' and ') : otherOf(now, seat);
    return [`Connection lost. ${now.cutOff ? 'No connection to' : 'Waiting for'} ${away}.`];
  }
  if (now.claimed && before?.claimed === false) return ['You have claimed the match.'];
  return now.canClaim && before?.canClaim === false ? [`${otherOf(now, seat)} has not come back. You can claim the match.`] : [];
}

function otherOf({ labels }: MatchSnapshot, seat: 0 | 1 | undefined): string {
  return labels[seat === 0 ? 1 : 0];
}

/** A line of chat as it is said. */
export function lineText(name: string, text: string): string {
  return `${name}: ${isolated(text)}`;
}
