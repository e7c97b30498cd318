import { describe, expect, it } from 'vitest';
import { pong } from '../../netcode/pong/pong.ts';
import { ONE, Word } from '../../netcode/pong/state.ts';
import { type Held, mergeAxis, pointerAxis, STICK_DEAD_ZONE, stickAxis, UNITS_PER_AXIS_STEP } from './axis.ts';

const nothing: Held = { up: false, down: false, stick: 0, pointerY: undefined };

describe('mergeAxis', () => {
  it('rests when nothing is held', () => {
    expect(mergeAxis(nothing, 270)).toBe(0);
  });

  it('goes at full speed for a key or the d-pad', () => {
    expect(mergeAxis({ ...nothing, up: true }, 270)).toBe(-7);
    expect(mergeAxis({ ...nothing, down: true }, 270)).toBe(7);
  });

  it('rests when up and down are held together, whatever the pointer says', () => {
    expect(mergeAxis({ ...nothing, up: true, down: true, stick: 1, pointerY: 500 }, 270)).toBe(0);
  });

  it('prefers keys to the stick and the stick to the pointer', () => {
    expect(mergeAxis({ ...nothing, up: true, stick: 1, pointerY: 500 }, 270)).toBe(-7);
    expect(mergeAxis({ ...nothing, stick: -1, pointerY: 500 }, 270)).toBe(-7);
    expect(mergeAxis({ ...nothing, pointerY: 500 }, 270)).toBe(7);
  });
});

describe('stickAxis', () => {
  it('ignores a worn stick at rest and anything that is not a number', () => {
    expect(stickAxis(STICK_DEAD_ZONE)).toBe(0);
    expect(stickAxis(-0.1)).toBe(0);
    expect(stickAxis(Number.NaN)).toBe(0);
  });

  it('starts slowly outside the dead zone and reaches full speed, both ways alike', () => {
    expect(stickAxis(STICK_DEAD_ZONE + 0.01)).toBe(1);
    expect(stickAxis(1)).toBe(7);
    expect(stickAxis(1.5)).toBe(7);
    expect(stickAxis(-0.6)).toBe(-stickAxis(0.6));
  });
});

describe('pointerAxis', () => {
  it('comes to rest where the pointer is and stays there', () => {
    let y = 100;
    for (let tick = 0; tick < 60; tick++) y += pointerAxis(333, y) * UNITS_PER_AXIS_STEP;
    expect(Math.abs(y - 333)).toBeLessThan(UNITS_PER_AXIS_STEP);
    expect(pointerAxis(333, y)).toBe(0);
  });

  it('knows how far the simulation moves a paddle', () => {
    const game = pong(1);
    const state = game.create();
    const before = state[Word.paddle0Y]!;
    game.step(state, Int32Array.of(1, 0));
    expect((state[Word.paddle0Y]! - before) / ONE).toBe(UNITS_PER_AXIS_STEP);
  });
});
