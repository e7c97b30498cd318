import { ComputerPlayer, SKILLS, type Skill } from '../../pong/computer-player.ts';
import { pong } from '../../pong/pong.ts';
import { Phase, READY, TICKS_PER_SECOND, Word } from '../../pong/state.ts';
import { Person } from '../person.ts';
import type { Player } from '../players.ts';
import { rounded } from './statistics.ts';

/** So many that the share of games won is known to ±3 % (two standard errors at 70 %). */
const GAMES = 1000;
/** An hour of play: two players who don't miss would never end. */
const MOST_TICKS = 60 * 60 * TICKS_PER_SECOND;

/** How one player did against another. */
export interface Duel {
  readonly winsPercent: number;
  /** Mean hits of a rally, and mean length of a game. */
  readonly hitsPerRally: number;
  readonly secondsPerGame: number;
}

/** One level of practice. */
export interface LevelResult {
  /** From 1, the weakest. */
  readonly level: number;
  /** Against the next lower level; the first has none. */
  readonly againstLower?: Duel;
  readonly againstPerson: Duel;
}

/** What `--suite=levels` prints. */
export interface LevelsResult {
  readonly games: number;
  readonly levels: readonly LevelResult[];
}

/** Makes a player for a seat; the seed decides how it errs. */
export type PlayerMaker = (seat: 0 | 1, seed: number) => Player;

/** A level of practice as a player. */
export function computer(skill: Skill): PlayerMaker {
  return (seat, seed) => new ComputerPlayer(skill, seat, seed);
}

/**
 * Plays games to 11 between two players, each from a seed of its own and with the sides swapped after each.
 * @throws Error when a game does not end
 */
export function duel(first: PlayerMaker, second: PlayerMaker, games: number): Duel {
  const total = { wins: 0, hits: 0, rallies: 0, ticks: 0 };
  for (let game = 0; game < games; game++) {
    const seat = game % 2 === 0 ? 0 : 1;
    const [a, b] = [first(seat, game * 7919 + 1), second(seat === 0 ? 1 : 0, game * 104_729 + 5)];
    const winner = play(seat === 0 ? [a, b] : [b, a], game + 1, total);
    if (winner === seat) total.wins++;
  }
  return {
    winsPercent: rounded((100 * total.wins) / games, 1),
    hitsPerRally: rounded(total.hits / total.rallies, 1),
    secondsPerGame: rounded(total.ticks / games / TICKS_PER_SECOND, 0),
  };
}

function play([left, right]: readonly [Player, Player], seed: number, total: { hits: number; rallies: number; ticks: number }): 0 | 1 {
  const game = pong(seed);
  const state = game.create();
  const inputs = new Int32Array(2);
  for (let tick = 0; tick < MOST_TICKS; tick++) {
    const isPoint = state[Word.phase] === Phase.point;
    if (isPoint && state[Word.phaseTicks] === 0) {
      total.hits += state[Word.hits] ?? 0;
      total.rallies++;
    }
    const axes = [left.axis(state), right.axis(state)] as const;
    inputs[0] = isPoint ? READY : axes[0];
    inputs[1] = isPoint ? READY : axes[1];
    game.step(state, inputs);
    total.ticks++;
    if (state[Word.phase] === Phase.over) return state[Word.winner] === 0 ? 0 : 1;
  }
  throw new Error(`the game of seed ${seed} does not end`);
}

/** Plays each level against the next lower one and against a model of a person. */
export function levelsSuite(games = GAMES): LevelsResult {
  const person: PlayerMaker = (seat, seed) => new Person(seat, seed);
  const levels = SKILLS.map((skill, index) => {
    const lower = SKILLS[index - 1];
    return {
      level: index + 1,
      ...(lower === undefined ? {} : { againstLower: duel(computer(skill), computer(lower), games) }),
      againstPerson: duel(computer(skill), person, games),
    };
  });
  return { games, levels };
}
