import { toldApart } from 'paddlewire-netcode/text';
import { COUNTDOWN_TICKS, Phase, TICKS_PER_SECOND, Word } from '../../netcode/pong/state.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { type MatchStatus, PHASE_WORDS, type PhaseWord } from './match-view.ts';

/** The part of a status that the words of a confirmed state say. */
export interface StateFacts {
  readonly phase: PhaseWord;
  readonly score0: number;
  readonly score1: number;
  readonly winner: 0 | 1 | undefined;
  readonly countdownSeconds: number;
}

/** Reads what screens show from a saved state. */
export function factsOf(words: Int32Array): StateFacts {
  const phase = words[Word.phase] ?? 0;
  const decided = phase === Phase.point || phase === Phase.over;
  const left = phase === Phase.countdown ? COUNTDOWN_TICKS - (words[Word.phaseTicks] ?? 0) : 0;
  return {
    phase: PHASE_WORDS[phase] ?? 'connecting',
    score0: words[Word.score0] ?? 0,
    score1: words[Word.score1] ?? 0,
    winner: decided ? (words[Word.winner] === 1 ? 1 : 0) : undefined,
    countdownSeconds: Math.ceil(left / TICKS_PER_SECOND),
  };
}

/** Whether a seat has said in a saved state that it wants a rematch. */
export function agreesToRematch(words: Int32Array, seat: 0 | 1): boolean {
  return words[Word.phase] === Phase.over && (((words[Word.ready] ?? 0) >> seat) & 1) === 1;
}

/** Id and name of somebody who watches. */
export type PeerName = readonly [id: number, name: string];

/** Names of the players and of others as sentences have them: players who look alike are told apart by side, others by number. */
export function labelsOf(names: readonly [string, string], others: readonly PeerName[]): readonly [[string, string], string[]] {
  const [left = '', right = '', ...rest] = toldApart(
    [...names, ...others.map(([, name]) => name)],
    ['left', 'right', ...others.map(([id]) => `${id}`)],
  );
  return [[left, right], rest];
}

/** The status that a match begins with. */
export function firstStatus(phase: PhaseWord, names: readonly [string, string]): MatchStatus {
  return {
    phase,
    score: [0, 0],
    names,
    labels: labelsOf(names, [])[0],
    winner: undefined,
    countdownSeconds: 0,
    graceSeconds: 0,
    canClaim: false,
    claimed: false,
    result: 'none',
    watchers: [],
    missing: [],
    cutOff: false,
    wantsRematch: false,
    endDetail: '',
    chat: [],
  };
}

/** Keeps the newest status of a match and tells whoever listens when it changes. */
export class MatchStatusStore {
  current: MatchStatus;
  readonly #listeners = new Set<() => void>();

  constructor(first: MatchStatus) {
    this.current = first;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes changes over; does nothing when all of them are as they were. */
  change(changes: Partial<MatchStatus>): void {
    const before = this.current;
    const same = Object.entries(changes).every(([key, value]) => {
      // The keys of a Partial<MatchStatus> are keys of a MatchStatus.
      return before[key as keyof MatchStatus] === value;
    });
    if (same) return;
    this.current = { ...before, ...changes };
    diagnostics.hide([...this.current.names, ...this.current.watchers]);
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Takes names over, without making anything new when nothing changed.
   * @param others id and name of everybody else whom screens name
   */
  takeNames(names: readonly [string, string], others: readonly PeerName[]): void {
    const [labels, watchers] = labelsOf(names, others);
    if (!sameTexts(names, this.current.names)) this.change({ names });
    if (!sameTexts(labels, this.current.labels)) this.change({ labels });
    if (!sameTexts(watchers, this.current.watchers)) this.change({ watchers });
  }

  /** Takes over who is missing. */
  takeMissing(missing: readonly (0 | 1)[]): void {
    if (missing.join() !== this.current.missing.join()) this.change({ missing });
  }

  /** Takes a state's facts over, without making anything new when nothing changed: it is called with every tick. */
  takeFacts(facts: StateFacts, phase: PhaseWord, countdownSeconds: number): void {
    const { score } = this.current;
    const sameScore = score[0] === facts.score0 && score[1] === facts.score1;
    this.change({
      phase,
      score: sameScore ? score : [facts.score0, facts.score1],
      winner: facts.winner,
      countdownSeconds,
    });
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
