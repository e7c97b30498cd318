import { expect, test as it } from 'vitest';
import { LamportClock } from './lamport-clock.ts';

it('an event of its own takes the next time', () => {
  const clock = new LamportClock();
  expect([clock.next(), clock.next()]).toEqual([1, 2]);
});

it('a message is taken after it left, however far ahead the sender is', () => {
  const clock = new LamportClock();
  clock.next();
  expect(clock.receive(40)).toBe(41);
  expect(clock.time).toBe(41);
});

it('a message from the past moves the clock on by one, never back', () => {
  const clock = new LamportClock();
  for (let i = 0; i < 9; i++) clock.next();
  expect(clock.receive(3)).toBe(10);
  expect(clock.receive(10)).toBe(11);
});
