import { expect, it } from 'vitest';
import type { ConnectError } from '../net/link.ts';
import { explainHosting, explainJoining, type NetworkSettings } from './connect-texts.ts';

const settings: NetworkSettings = { rendezvous: [], lanPlay: false, relayOnly: false, iceServers: [] };
const turn = [{ urls: 'turn:example.org' }];
const errors: readonly ConnectError[] = [
  'rendezvous-unreachable',
  'no-such-game',
  'wrong-code',
  'game-full',
  'other-version',
  'host-silent',
  'network-blocked',
];
const failure = (error: ConnectError, own: number | undefined = 2, theirs = 2) => ({
  error,
  findings: { tried: [], ownCandidates: own, theirCandidates: theirs },
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
  ['both have some', 2, 2, {}, 'The network is in the way'],
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
