import { expect, it } from 'vitest';
import { iceConfig } from './ice-config.ts';

it('makes the credentials that coturn computes from the same secret', () => {
  const { iceServers } = iceConfig({ iceServers: [{ urls: 'turn:example.org', secret: 'north' }], relayOnly: false }, 1_732_500_000_999);
  // printf 1732543200:paddlewire | openssl dgst -sha1 -hmac north -binary | base64
  expect(iceServers).toEqual([{ urls: 'turn:example.org', username: '1732543200:paddlewire', credential: 'qUwhqnsHTqZDzH2SUMd1U6iKxRY=' }]);
});

it('hands on fixed credentials and servers that need none', () => {
  const servers = [{ urls: 'stun:example.org' }, { urls: 'turns:example.org', username: 'ada', credential: 'x' }];
  expect(iceConfig({ iceServers: servers, relayOnly: false }, 0)).toEqual({ iceServers: servers, iceTransportPolicy: 'all' });
});

it('lets nothing but relays through when only those are wanted', () => {
  expect(iceConfig({ iceServers: [], relayOnly: true }, 0).iceTransportPolicy).toBe('relay');
});
