import { syncTest } from 'paddlewire-netcode';
import { CLEAN, LocalConnection, Random } from 'paddlewire-netcode/local';
import { Session } from 'paddlewire-netcode/session';
import { describe, expect, it } from 'vitest';
import { Button, fighter, fighterMatch, HEALTH, Word } from './fighter.ts';

/** Buttons that a seed presses, each held for some ticks. */
const pressed = (player: number, tick: number): number => new Random(tick >> 3, `player ${player}`).below(256);

describe('the fighter', () => {
  it('is deterministic, with all eight buttons', () => {
    expect(syncTest(fighter, 3000, pressed)).toBeUndefined();
  });

  it('strikes once for a press, and not where it is blocked', () => {
    const state = fighter.create();
    state[Word.x] = 0;
    state[8 + Word.x] = 500;
    const play = (ticks: number, mine: number, theirs: number) => {
      for (; ticks > 0; ticks--) fighter.step(state, Uint32Array.of(mine, theirs));
    };
    play(60, Button.punch, 0);
    expect(state[8 + Word.health]).toBe(HEALTH - 8);
    play(1, 0, 0);
    play(60, Button.kick, Button.block);
    expect(state[8 + Word.health]).toBe(HEALTH - 8);
    play(1, 0, 0);
    play(1, Button.kick, 0);
    play(60, 0, 0);
    expect(state[8 + Word.health]).toBe(HEALTH - 8 - 12);
  });

  it('is played to the same rounds by both sides of a bad link', () => {
    const side = (localId: number) =>
      new Session(fighterMatch, {
        localId,
        remoteId: 3 - localId,
        name: 'Fighter',
        seed: 1,
        sessionToken: new Uint8Array(8),
        inputDelayTicks: 1,
        graceMs: 15_000,
        resumeSecret: new Uint8Array(32),
        // Both towards the same wall, so that they meet.
        inputFor: (tick) => (pressed(localId, tick) | Button.right) & ~(Button.left | Button.block | Button.crouch),
      });
    const sides = [side(1), side(2)] as const;
    const connection = new LocalConnection(sides, { ...CLEAN, delayMs: 50, jitterMs: 20, loss: 0.1 }, 1);
    connection.run(60_000);
    const tick = Math.min(...sides.map(({ confirmedTick }) => confirmedTick));
    const words = sides.map(({ game }) => {
      const into = new Int32Array(fighter.stateWords);
      game.read(tick, into);
      return [...into];
    });
    expect(tick).toBeGreaterThan(3500);
    expect(words[1]).toEqual(words[0]);
    expect((words[0]?.[Word.wins] ?? 0) + (words[0]?.[8 + Word.wins] ?? 0)).toBeGreaterThan(0);
  });
});
