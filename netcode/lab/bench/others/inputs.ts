import { Bot } from '../../../pong/bot.ts';
import { AXIS_MAX, READY } from '../../../pong/state.ts';
import { CountedGame } from './counted-game.ts';
import type { Work } from './work.ts';

/** Ticks of the match whose inputs are known beforehand: 2.4 hours at 60 a second, more than the longest turn plays. */
export const MATCH_TICKS = 1 << 19;

/** Inputs of a match of bots that is played while they are made, so that every phase of the game comes up as often as it does in play. */
function playMatch(): readonly [Int8Array, Int8Array] {
  const pong = new CountedGame(false);
  const bots = [new Bot(3, 0, 11), new Bot(3, 1, 12)] as const;
  const local = new Int8Array(MATCH_TICKS);
  const remote = new Int8Array(MATCH_TICKS);
  let before = 0;
  for (let tick = 0; tick < MATCH_TICKS; tick++) {
    const wanted = pong.inputOf(bots[1], 1);
    // Always another one than before, which every library takes for its prediction: each input is a wrong guess, one step off.
    const given = wanted !== before ? wanted : wanted === READY ? 0 : wanted < AXIS_MAX ? wanted + 1 : wanted - 1;
    local[tick] = pong.inputOf(bots[0], 0);
    remote[tick] = given;
    pong.inputs[0] = local[tick] ?? 0;
    pong.inputs[1] = given;
    pong.step();
    before = given;
  }
  return [local, remote];
}

const [local, remote] = playMatch();

/** A match of Pong. */
export const pongWork: Work = {
  game: () => new CountedGame(false).game,
  players: 2,
  inputAt: (player, tick) => (player === 0 ? local : remote)[tick] ?? 0,
};
