import { expect, it } from 'vitest';
import { Mouse } from './mouse.ts';

/** A window at 100, 200 of the screen; a court unit to the pixel. */
class Hand {
  readonly mouse = new Mouse();
  windowTop = 200;
  timeMs = 0;

  to(y: number, passedMs = 10, x = 50): void {
    this.timeMs += passedMs;
    this.mouse.move({ screenX: 100 + x, screenY: y, courtY: y - this.windowTop, timeMs: this.timeMs });
  }
}

it('a mouse takes the paddle once it was moved on purpose', () => {
  const hand = new Hand();
  hand.to(300);
  expect(hand.mouse.y).toBeUndefined();
  hand.to(330);
  expect(hand.mouse.y).toBe(130);
  hand.to(331);
  expect(hand.mouse.y).toBe(131);
});

it('a mouse that jitters on its table for minutes takes nothing', () => {
  const hand = new Hand();
  for (let i = 0; i < 1000; i++) hand.to(300 + (i % 2));
  expect(hand.mouse.y).toBeUndefined();
});

it('nudges do not add up', () => {
  const hand = new Hand();
  for (let i = 0; i < 20; i++) hand.to(300 + 10 * i, 2000);
  expect(hand.mouse.y).toBeUndefined();
});

it('a mouse that rests does not steer when the window moves under it', () => {
  const hand = new Hand();
  hand.to(300);
  hand.to(330);
  hand.windowTop = 250;
  hand.to(330);
  expect(hand.mouse.y).toBe(130);
});

it('after a rest it has to be moved on purpose again', () => {
  const hand = new Hand();
  hand.to(300);
  hand.to(330);
  hand.mouse.rest();
  hand.to(331);
  expect(hand.mouse.y).toBeUndefined();
  hand.to(360);
  expect(hand.mouse.y).toBe(160);
});

it('a fast mouse that leaves the window takes the paddle all the way to the edge', () => {
  const hand = new Hand();
  hand.to(400);
  hand.to(320);
  hand.to(240);
  hand.mouse.leave();
  expect(hand.mouse.y).toBe(-40);
  // Some systems tell twice.
  hand.mouse.leave();
  expect(hand.mouse.y).toBe(-40);
});

it('leaving without having steered points nowhere', () => {
  const hand = new Hand();
  hand.to(300);
  hand.mouse.leave();
  expect(hand.mouse.y).toBeUndefined();
});
