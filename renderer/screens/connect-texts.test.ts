import { expect, it } from 'vitest';
import type { ConnectError, ConnectFindings } from '../webrtc/link.ts';
import { explainHosting, explainJoining, type NetworkSettings, obstaclesOf } from './connect-texts.ts';

const settings: NetworkSettings = { rendezvous: [], lanPlay: false, relayOnly: false, iceServers: [] };
const turn = [{ urls: 'turn:example.org' }];
const errors: readonly ConnectError[] = [
  'rendezvous-unreachable',
  'no-such-game',
  'wrong-code',
  'game-full',
  'other-version',
  'host-silent',
  'other-left',
  'network-blocked',
  'no-webrtc',
];
const nothing: ConnectFindings = {
  tried: [],
  candidates: { own: 2, ownOutside: 1, theirs: 2, theirsOutside: 1 },
  serverErrors: [],
  refusedServers: [],
  refusal: '',
};
const failure = (error: ConnectError, own: number | undefined = 2, theirs = 2, more: Partial<ConnectFindings> = {}) => ({
  error,
  findings: { ...nothing, candidates: { ...nothing.candidates, own, theirs }, ...more },
});

it('each error has words and a way on of its own, on either side', () => {
  for (const explain of [explainJoining, explainHosting]) {
    const explained = errors.map((error) => explain(failure(error), settings));
    expect(new Set(explained.map(({ title }) => title)).size).toBe(errors.length);
    expect(explained.every(({ steps }) => steps.length > 0)).toBe(true);
  }
});

it('says what to set up when nothing is, and what to check when something is', () => {
  const next = (more: Partial<NetworkSettings>) => explainJoining(failure('rendezvous-unreachable'), { ...settings, ...more }).next;
  expect(next({})).toContain('turn on play on the local network');
  expect(next({ lanPlay: true })).toContain('online');
  expect(next({ rendezvous: [{ url: 'mqtt://example.org' }] })).toContain('online');
});

it.each([
  ['this computer has no address', 0, 2, {}, 'This computer is offline'],
  ['the other has none', 2, 0, {}, 'The other player can’t be reached'],
  ['neither has any, but this computer was not done looking', undefined, 0, {}, 'The other player can’t be reached'],
  ['both have some', 2, 2, {}, 'The network blocks the connection'],
])('when %s, it says so', (_, own, theirs, more, title) => {
  for (const explain of [explainJoining, explainHosting])
    expect(explain(failure('network-blocked', own, theirs), { ...settings, ...more }).title).toBe(title);
});

it('says whether a relay is missing or does not answer when nothing else is allowed', () => {
  const next = (iceServers: NetworkSettings['iceServers']) =>
    explainJoining(failure('network-blocked', 0), { ...settings, relayOnly: true, iceServers }).next;
  expect(next([{ urls: 'stun:example.org' }])).toContain('no TURN server');
  expect(next(turn)).toContain('none of your TURN servers');
});

it('says that no TURN server is usable where relays alone are allowed and the browser takes none of them', () => {
  const refusedServers = [{ server: { urls: 'turn:example.org' }, problem: 'It needs a password.' }];
  const { next } = explainJoining(failure('network-blocked', 0, 2, { refusedServers }), { ...settings, relayOnly: true, iceServers: turn });
  expect(next).toContain('none of your TURN servers can be used as they are set');
});

it.each([
  ['neither', 0, 0, 'both computers offered only addresses of their own networks'],
  ['only the other player', 0, 1, 'your computer offered only addresses of its own network'],
  ['only this player', 1, 0, 'the other player’s computer offered only addresses of its own network'],
])('when %s has an address for the internet, it says who needs a STUN server', (_, ownOutside, theirsOutside, words) => {
  const candidates = { own: 2, ownOutside, theirs: 2, theirsOutside };
  const { next, steps } = explainJoining(failure('network-blocked', 2, 2, { candidates }), settings);
  expect(next).toContain(words);
  expect(next).toContain('STUN server');
  expect(steps[0]).toBe('network-settings');
});

it('a window without WebRTC is told apart from one whose browser refuses one more connection', () => {
  expect(explainHosting(failure('no-webrtc'), settings).next).toContain('WebRTC is turned off');
  const refusal = 'Cannot create so many PeerConnections';
  expect(explainJoining(failure('no-webrtc', 0, 0, { refusal }), settings).next).toContain(refusal);
});

it('names each place, each server that was left out and each that did not serve', () => {
  const place = { kind: 'machine', url: '', open: false, problem: 'No game is open on this computer.', addresses: [] } as const;
  const broker = { ...place, kind: 'broker', url: 'mqtt://example.org', problem: 'It does not answer.' } as const;
  const refusedServers = [{ server: { urls: 'stum:example.org' }, problem: 'It is misspelt.' }];
  const serverErrors = [{ url: 'turn:example.org:3478?transport=udp', code: 486, text: '' }];
  expect(obstaclesOf({ tried: [place, broker], refusedServers, serverErrors }, settings, '')).toEqual([
    { name: 'This computer', problem: 'No game is open on this computer.' },
    { name: 'mqtt://example.org', problem: 'It does not answer.' },
    { name: 'stum:example.org', problem: 'Left out. It is misspelt.' },
    { name: 'turn:example.org:3478?transport=udp', problem: expect.stringContaining('no room') },
  ]);
  expect(obstaclesOf({ tried: [place], refusedServers: [], serverErrors: [] }, settings, '')).toEqual([]);
});
