import { expect, it } from 'vitest';
import { StickAxis } from './stick-axis.ts';

/** Feeds an axis with values, each held for a time as a browser samples it, and returns what it says at the end of each. */
function feed(known: boolean, ...steps: readonly (readonly [value: number, forMs: number])[]): number[] {
  let nowMs = 0;
  const axis = new StickAxis(known);
  return steps.map(([value, forMs]) => {
    const untilMs = nowMs + forMs;
    let pushed = axis.sample(value, nowMs);
    for (; nowMs < untilMs; nowMs += 16) pushed = axis.sample(value, nowMs);
    return Math.round(pushed * 100) / 100 || 0;
  });
}

const both = [true, false];

it.each(both)('a stick that moves from its middle counts (known pad: %s)', (known) => {
  expect(feed(known, [0, 100], [-1, 100], [0, 100], [0.5, 100])).toEqual([0, -1, 0, 0.5]);
});

it.each(both)('a stick that was held when it was first seen counts once it was let go or moved (known pad: %s)', (known) => {
  expect(feed(known, [1, 5000], [0.95, 100], [0, 100], [1, 100])).toEqual([0, 0, 0, 1]);
  expect(feed(known, [1, 100], [-1, 100])).toEqual([0, -1]);
});

it.each([-1, 1])('an axis that rests at %i never counts', (value) => {
  for (const known of both) expect(feed(known, [value, 60_000])).toEqual([0]);
});

it('a worn stick that rests off its middle does not count, neither from the start nor once it is let go', () => {
  expect(feed(true, [0.3, 2000], [-1, 200], [0.3, 50], [0.32, 50], [1, 50], [0.3, 50])).toEqual([0, -1, 0, 0.03, 1, 0]);
});

it('a stick that wears out while it is played with is put right: within a second, or, where it may be held, once the paddle is at the edge', () => {
  expect(feed(false, [0, 500], [1, 200], [0.3, 500], [0.3, 600], [0.31, 5000])).toEqual([0, 1, 0.3, 0, 0]);
  expect(feed(true, [0.2, 500], [1, 200], [0.3, 500], [0.3, 600], [0.31, 5000])).toEqual([0, 1, 0.3, 0, 0]);
  expect(feed(true, [0, 500], [1, 200], [0.3, 5500], [0.3, 600], [0.31, 5000])).toEqual([0, 1, 0.3, 0, 0]);
});

it('a stick that is held gently goes on counting, and moves nothing the other way when it is let go', () => {
  expect(feed(true, [0, 500], [0.35, 5000], [0, 100], [-0.35, 5000], [0, 100])).toEqual([0, 0.35, 0, -0.35, 0]);
  for (const known of both) expect(feed(known, [0, 500], [0.35, 8000], [0, 100], [-1, 100])).toEqual([0, 0, 0, -1]);
});

it('a drifting stick does not count while it wanders near where it rests', () => {
  expect(feed(true, [0.2, 100], [0.24, 100], [0.28, 100], [0.31, 100])).toEqual([0, 0, 0, 0]);
});

it('the stick of a known pad can be held as long as one likes', () => {
  expect(feed(true, [0, 100], [1, 60_000], [-1, 60_000])).toEqual([0, 1, -1]);
  expect(feed(true, [0, 100], [0.6, 60_000])).toEqual([0, 0.6]);
});

it('a pedal of a wheel, which reads 0 until it is touched and then rests at −1, comes to rest there', () => {
  expect(feed(false, [0, 500], [-1, 3000], [0.5, 300], [-1, 3000])).toEqual([0, 0, 0.5, 0]);
});

it('what an axis has shown of its middle outlasts a rest', () => {
  const stick = new StickAxis(true);
  for (let nowMs = 0; nowMs <= 1200; nowMs += 16) stick.sample(0.3, nowMs);
  stick.sample(1, 1216);
  stick.rest();
  expect(stick.sample(1, 1232)).toBe(0);
  expect(stick.sample(0.3, 1248)).toBe(0);
  expect(stick.hasMiddle).toBe(true);
});

it('only an axis that stays near its middle has one', () => {
  const stick = new StickAxis(false);
  stick.sample(0.1, 0);
  expect(stick.hasMiddle).toBe(true);
  const trigger = new StickAxis(false);
  trigger.sample(-1, 0);
  // Pulled slowly, it is near its middle for a moment.
  trigger.sample(0, 500);
  trigger.sample(0, 700);
  trigger.sample(1, 716);
  trigger.sample(1, 2000);
  expect(trigger.hasMiddle).toBe(false);
  trigger.sample(0, 2016);
  trigger.sample(0, 2400);
  expect(trigger.hasMiddle).toBe(true);
});
