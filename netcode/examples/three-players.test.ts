import { syncTest } from 'paddlewire-netcode';
import { expect, it } from 'vitest';
import { coins, playThree } from './three-players.ts';

it('the game of three is deterministic', () => {
  expect(syncTest(coins, 2000, (player, tick) => (tick * (player + 3)) % 16)).toBeUndefined();
});

it.each([2, 5, 12])(
  'three players reach the same states with packets that are up to %i ticks later than others, and get lost',
  (delayTicks) => {
    const games = playThree(600, delayTicks);
    const confirmed = Math.min(...games.map(({ confirmedTick }) => confirmedTick));
    expect(confirmed).toBeGreaterThan(600 - 4 * (delayTicks + 2));
    const states = games.map((game) => {
      const words = new Int32Array(coins.stateWords);
      expect(game.read(confirmed, words)).toBe(true);
      return [...words];
    });
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    // None of this was trivial: inputs came too late, and somebody has coins.
    expect(games.every(({ rollbacks }) => rollbacks > 10)).toBe(true);
    expect(states[0]![2]! + states[0]![5]! + states[0]![8]!).toBeGreaterThan(0);
  },
);
