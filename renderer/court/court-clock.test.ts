import { expect, it } from 'vitest';
import { CourtClock } from './court-clock.ts';

const TICK_MS = 1000 / 60;

/** Frames at 60 a second; ticks seen on a 4 ms grid; confirmations `lag(tick)` ticks behind. */
function run(frames: number, lag: (tick: number) => number, look: (clock: CourtClock, tick: number, confirmed: number) => void) {
  const clock = new CourtClock();
  let confirmed = 0;
  for (let frame = 0; frame < frames; frame++) {
    const nowMs = 1000 + frame * TICK_MS + 3;
    const tick = Math.floor((nowMs - 1000) / TICK_MS) + 1;
    const tickedAtMs = Math.ceil((1000 + (tick - 1) * TICK_MS) / 4) * 4;
    confirmed = Math.max(confirmed, tick - lag(tick));
    clock.frame(nowMs, tick, Math.min(tickedAtMs, nowMs), confirmed);
    look(clock, tick, confirmed);
  }
}

it('moves evenly, and never ahead of what is simulated or confirmed', () => {
  let before = -1;
  let beforeConfirmed = -1;
  const newestSteps: number[] = [];
  const confirmedSteps: number[] = [];
  run(
    600,
    (tick) => 6 + ((tick * 5) % 9),
    (clock, tick, confirmed) => {
      expect(clock.newest).toBeLessThanOrEqual(tick);
      expect(clock.confirmed).toBeLessThanOrEqual(confirmed);
      expect(clock.newest).toBeGreaterThanOrEqual(before);
      expect(clock.confirmed).toBeGreaterThanOrEqual(beforeConfirmed);
      if (tick > 120) {
        newestSteps.push(clock.newest - before);
        confirmedSteps.push(clock.confirmed - beforeConfirmed);
      }
      before = clock.newest;
      beforeConfirmed = clock.confirmed;
    },
  );
  // Once settled, a frame is a tick, though the timer's grain is a quarter of one and the lag goes up and down by nine.
  expect(Math.min(...newestSteps)).toBeGreaterThan(0.8);
  expect(Math.max(...newestSteps)).toBeLessThan(1.2);
  expect(Math.max(...confirmedSteps)).toBeLessThan(1.3);
});

it('is less than a tick and a half behind the newest state', () => {
  run(
    300,
    () => 0,
    (clock, tick) => expect(tick - clock.newest).toBeLessThan(1.5),
  );
});

it('starts over with the states', () => {
  const clock = new CourtClock();
  clock.frame(0, 500, 0, 490);
  clock.restart();
  clock.frame(20, 300, 20, 300);
  expect(clock.newest).toBe(299);
  expect(clock.confirmed).toBe(299);
});
