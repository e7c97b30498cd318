import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NetworkFindings } from '../webrtc/network-test.ts';
import { explainNetwork } from './network-test-texts.ts';

const plain: NetworkFindings = {
  webRtc: true,
  refusedServers: [],
  serverErrors: [],
  ownAddresses: 2,
  connectsToItself: true,
  stunServers: 0,
  turnServers: 0,
  publicAddress: false,
  portsVary: false,
  relayOffered: false,
  relayWorks: false,
  relayOnly: false,
};
const refused = [{ server: { urls: 'turn:example.org' }, problem: 'It needs a password.' }];
const stun = { stunServers: 2, publicAddress: true };
const turn = { turnServers: 1, relayOffered: true, relayWorks: true };

it.each<[string, Partial<NetworkFindings>, string, RegExp]>([
  ['nothing but a local network', {}, 'local', /STUN server/],
  ['a public address', stun, 'direct', /almost anyone/],
  ['changing ports and no relay', { ...stun, portsVary: true }, 'relay', /Add a TURN server/],
  ['changing ports and a relay', { ...stun, ...turn, portsVary: true }, 'relay', /You need not do anything/],
  ['STUN servers that do not answer', { stunServers: 1 }, 'blocked', /blocks UDP/],
  ['STUN servers that do not answer, and a relay', { stunServers: 1, ...turn }, 'relay', /You need not do anything/],
  ['a relay that does not answer', { turnServers: 1 }, 'local', /TURN server did not answer/],
  ['no address at all', { ownAddresses: 0, connectsToItself: false }, 'blocked', /Connect to a network/],
  ['a firewall on the machine', { connectsToItself: false }, 'blocked', /firewall/],
  ['no WebRTC', { webRtc: false, ownAddresses: 0, connectsToItself: false }, 'blocked', /WebRTC is turned off/],
  [
    'relays alone, and none that the browser takes',
    { relayOnly: true, refusedServers: refused },
    'blocked',
    /no TURN server that can be used is set/,
  ],
  ['relays alone, and none set', { relayOnly: true }, 'blocked', /Add one/],
  ['relays alone, and none that works', { relayOnly: true, turnServers: 1, relayOffered: true }, 'blocked', /Check address/],
  ['relays alone, and one that works', { relayOnly: true, ...turn }, 'relay', /stays hidden/],
])('%s', (_, found, kind, next) => {
  expect(explainNetwork({ ...plain, ...found })).toMatchObject({ kind, next: expect.stringMatching(next) });
});

it('tells each fact once, and a relay that carries nothing apart from one that lets nobody in', () => {
  expect(explainNetwork({ ...plain, ...stun, ...turn, relayWorks: false }).facts).toEqual([
    '2 addresses of this computer',
    'Connections within this computer work',
    'The internet sees this computer',
    'A relay accepted us, but carried nothing',
  ]);
});

it('never calls a network good in which nothing connects', () => {
  const bool = fc.boolean();
  const few = fc.nat(2);
  fc.assert(
    fc.property(
      fc.record<NetworkFindings>({
        webRtc: bool,
        refusedServers: fc.constant(refused),
        serverErrors: fc.constant([]),
        ownAddresses: few,
        connectsToItself: fc.constant(false),
        stunServers: few,
        turnServers: few,
        publicAddress: bool,
        portsVary: bool,
        relayOffered: bool,
        relayWorks: fc.constant(false),
        relayOnly: bool,
      }),
      (findings) => {
        expect(explainNetwork(findings).kind).toBe('blocked');
      },
    ),
  );
});
