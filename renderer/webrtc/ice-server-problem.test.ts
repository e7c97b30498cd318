import { expect, it } from 'vitest';
import type { IceServer } from '../../electron/contract/desktop.ts';
import { iceServerProblem } from './ice-server-problem.ts';

const login = { username: 'ada', credential: 'x' };

// All of these have been given to Chromium 156, which takes the first and throws at the second.
it.each<IceServer>([
  { urls: 'stun:example.org' },
  { urls: 'stun:[2001:db8::1]:3478' },
  { urls: 'STUN:under_score.example.org' },
  { urls: 'turn:example.org:3478', ...login },
  { urls: 'turn:example.org?transport=tcp', ...login },
  { urls: 'turns:192.0.2.7:443?transport=tcp', ...login },
  { urls: 'turn:example.org', secret: 'north' },
])('the server $urls is taken', (server) => {
  expect(iceServerProblem(server)).toBeUndefined();
});

it.each<[IceServer, RegExp]>([
  [{ urls: 'turn:example.org' }, /needs a user name and password/],
  [{ urls: 'turn:example.org', username: 'ada' }, /needs a user name and password/],
  [{ urls: 'turn:example.org', username: 'a'.repeat(510), credential: 'x' }, /too long/],
  [{ urls: 'turn:example.org', username: 'a'.repeat(500), secret: 'x' }, /too long/],
  [{ urls: 'stum:example.org' }, /start with stun:/],
  [{ urls: 'example.org:3478' }, /start with stun:/],
  [{ urls: 'stun://example.org' }, /no slashes/],
  [{ urls: 'stun:example.org?transport=udp' }, /no “\?” part/],
  [{ urls: 'turn:example.org?transport=tls', ...login }, /start with turns:/],
  [{ urls: 'turn:example.org?transport=udp&x=1', ...login }, /transport=udp/],
  [{ urls: 'turn:ada:x@example.org', ...login }, /don’t belong in the address/],
  [{ urls: 'stun:2001:db8::1' }, /brackets/],
  [{ urls: 'stun:[2001:db8::1' }, /not an address/],
  [{ urls: 'stun:example.org:' }, /not an address/],
  [{ urls: 'stun:example.org:abc' }, /not an address/],
  [{ urls: 'stun:example.org#x' }, /not an address/],
  [{ urls: 'stun:example.org/x' }, /not an address/],
  [{ urls: 'stun:exam ple.org' }, /not an address/],
  [{ urls: 'stun:example.org:0' }, /1 to 65535/],
  [{ urls: 'stun:example.org:70000' }, /1 to 65535/],
])('the server $urls is refused, with what to change', (server, problem) => {
  expect(iceServerProblem(server)).toMatch(problem);
});
