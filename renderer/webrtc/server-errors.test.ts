import { expect, it } from 'vitest';
import { serverPlace, watchServers } from './server-errors.ts';

it.each([
  ['turn:Example.org', 'example.org:3478'],
  ['turn:example.org:3478?transport=udp', 'example.org:3478'],
  ['turns:example.org?transport=tcp', 'example.org:5349'],
  ['stun:[2001:db8::1]:443', '[2001:db8::1]:443'],
])('%s is at %s', (url, place) => {
  expect(serverPlace(url)).toBe(place);
});

it('keeps what a server said, and forgets that it was not reached by one way when it was by another', () => {
  const connection = new EventTarget();
  // Only events are listened to.
  const errors = watchServers(connection as RTCPeerConnection);
  const fail = (url: string, errorCode: number, errorText: string) =>
    connection.dispatchEvent(Object.assign(new Event('icecandidateerror'), { url, errorCode, errorText }));
  fail('stun:one.example.org:3478', 701, 'STUN binding request timed out.');
  fail('turn:two.example.org:3478?transport=udp', 401, 'Unauthorized.');
  fail('turn:two.example.org:3478?transport=udp', 701, 'TURN host lookup received error.');
  expect(errors().map(({ code }) => code)).toEqual([701, 401]);
  connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { url: 'stun:one.example.org:3478' } }));
  connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
  expect(errors().map(({ code }) => code)).toEqual([401]);
});
