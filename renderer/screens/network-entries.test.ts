import * as v from 'valibot';
import { expect, it } from 'vitest';
import { settingsSchema } from '../../electron/contract/desktop.ts';
import { iceServerEntry, meetingPointEntry } from './network-entries.ts';

const settings = v.parse(settingsSchema, {});
const full = { ...settings, rendezvous: Array.from({ length: 8 }, (_, index) => ({ url: `mqtt://192.0.2.${index}` })) };

it.each([
  ['192.168.1.20:27613', '', '', { url: 'mqtt://192.168.1.20:27613' }],
  [' [2001:db8::1]:27613 ', '', '', { url: 'mqtt://[2001:db8::1]:27613' }],
  ['wss://example.org/mqtt', 'ada', 'x', { url: 'wss://example.org/mqtt', username: 'ada', password: 'x' }],
])('the broker %s is taken', (typed, user, password, entry) => {
  expect(meetingPointEntry(settings, typed, user, password)).toEqual({ entry });
});

it.each([
  ['http://example.org', '', /starts with ws:\/\/ instead of http:\/\//],
  ['ssl://example.org:8883', '', /starts with mqtts:\/\/ instead/],
  ['mqtts://ada:x@example.org', '', /Use their own fields/],
  ['ftp://example.org', '', /not an address/],
  ['', '', /not an address/],
  ['192.168.1.20:99999', '', /not an address/],
  ['example.org', 'x', /user name/],
])('the broker %j with password %j is refused in plain words', (typed, password, problem) => {
  expect(meetingPointEntry(settings, typed, '', password)).toMatchObject({ problem: expect.stringMatching(problem) });
});

it('a broker that is there already, and the ninth, are refused', () => {
  expect(meetingPointEntry(full, '192.0.2.3', '', '')).toMatchObject({ problem: expect.stringMatching(/already/) });
  expect(meetingPointEntry(full, '192.0.2.99', '', '')).toMatchObject({ problem: expect.stringMatching(/eight/) });
});

it.each([
  ['stun:example.org:3478', '', '', false, { urls: 'stun:example.org:3478' }],
  ['turn:example.org', 'ada', 'x', false, { urls: 'turn:example.org', username: 'ada', credential: 'x' }],
  ['turns:example.org', '', 'x', true, { urls: 'turns:example.org', secret: 'x' }],
])('the server %s is taken', (typed, user, password, shared, entry) => {
  expect(iceServerEntry(settings, typed, user, password, shared)).toEqual({ entry });
});

it.each([
  ['example.org', '', '', false, /start with stun:/],
  ['turn:example.org', 'ada', '', false, /password/],
  ['turn:example.org', '', 'x', false, /user name/],
])('the server %s with user %j is refused in plain words', (typed, user, password, shared, problem) => {
  expect(iceServerEntry(settings, typed, user, password, shared)).toMatchObject({ problem: expect.stringMatching(problem) });
});
