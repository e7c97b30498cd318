import { expect, it } from 'vitest';
import type { IceServer } from '../../electron/contract/desktop.ts';
import { explainServerError } from './server-texts.ts';

const clock = '30/11/2026, 19:43:00';
const servers: readonly IceServer[] = [
  { urls: 'turn:relay.example.org', secret: 'north' },
  { urls: 'turn:other.example.org:443?transport=tcp', username: 'ada', credential: 'x' },
];
const explain = (url: string, code: number, text = '') => explainServerError({ url, code, text }, servers, clock);

it('a relay that refuses a password made by the clock: the clock is among the causes, and what it says now', () => {
  const words = explain('turn:relay.example.org:3478?transport=udp', 401, 'Unauthorized.');
  expect(words).toContain('shared secret');
  expect(words).toContain('clock');
  expect(words).toContain(clock);
});

it('a relay that refuses a fixed password: no word of the clock', () => {
  expect(explain('turn:other.example.org:443?transport=tcp', 401, 'Unauthorized.')).toMatch(
    /^It does not accept this user name and password\. (?!.*clock)/,
  );
});

it.each<[number, string, RegExp]>([
  [486, 'Allocation Quota Reached', /no room/],
  [508, 'Insufficient Capacity', /no room/],
  [701, 'TURN host lookup received error.', /name was not found/],
  [701, 'Failed to establish connection', /does not answer/],
  [437, 'Allocation Mismatch.', /refuses this computer \(437, Allocation Mismatch\)/],
])('an answer %d, %s, has words of its own', (code, text, words) => {
  expect(explain('turn:other.example.org:443?transport=tcp', code, text)).toMatch(words);
});
