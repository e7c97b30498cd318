import { expect, it } from 'vitest';
import { addressOf } from './broker-address.ts';

it.each([
  ['mqtt://192.0.2.1:27613', { protocol: 'mqtt', host: '192.0.2.1', port: 27_613 }],
  ['mqtt://example.org/', { protocol: 'mqtt', host: 'example.org', port: 1_883 }],
  ['mqtts://[2001:db8::1]', { protocol: 'mqtts', host: '2001:db8::1', port: 8_883 }],
  ['ws://example.org', { protocol: 'ws', host: 'example.org', port: 80, path: '/' }],
  ['wss://example.org:443/mqtt?a=b', { protocol: 'wss', host: 'example.org', port: 443, path: '/mqtt?a=b' }],
])('%s is understood', (url, expected) => {
  expect(addressOf({ url })).toEqual(expected);
});

it('user and password go along', () => {
  expect(addressOf({ url: 'mqtt://example.org', username: 'ada', password: 'x' })).toMatchObject({ username: 'ada', password: 'x' });
});
