import { expect, it } from 'vitest';
import { finishExchange, type SealedChannel, sameTag, sealedChannel, startExchange } from './exchange.ts';
import type { JoinCode } from './join-code.ts';

const code: JoinCode = { nameplate: 'K7QF', secret: '3M9X' };
const joiner = new Uint8Array(16).fill(1);

/** Keys of a host and a joiner, whose codes may differ. */
function exchange(host: { code?: JoinCode; joiner?: Uint8Array; role?: 'host' | 'joiner' } = {}) {
  const [theirs, ours] = [startExchange(host.code ?? code, host.joiner ?? joiner, 5n), startExchange(code, joiner, 7n)];
  const hosting = finishExchange(theirs, ours.bytes, host.joiner ?? joiner, host.role ?? 'host');
  const joining = finishExchange(ours, theirs.bytes, joiner, 'joiner');
  if (hosting === undefined || joining === undefined) throw new Error('no keys');
  return { hosting, joining };
}

it('gives both peers the same keys, all different from each other', () => {
  const { hosting, joining } = exchange();
  const bytesOf = ({ hostTag, ...others }: typeof hosting): Uint8Array[] => [...Object.values(others), ...[2, 3, 8].map(hostTag)];
  expect(bytesOf(hosting)).toEqual(bytesOf(joining));
  expect(new Set(bytesOf(hosting).map(String)).size).toBe(7);
});

it.each([
  ['secret', { code: { nameplate: 'K7QF', secret: '3M9Y' } }],
  ['nameplate', { code: { nameplate: 'K7QG', secret: '3M9X' } }],
  ['joiner', { joiner: new Uint8Array(16).fill(2) }],
  ['role', { role: 'joiner' as const }],
])('gives other keys for another %s', (_, host) => {
  const { hosting, joining } = exchange(host);
  expect(sameTag(hosting.joinerTag, joining.joinerTag)).toBe(false);
  expect(sameTag(hosting.hostTag(2), joining.hostTag(2))).toBe(false);
  expect(hosting.toHost).not.toEqual(joining.toHost);
  expect(hosting.toJoiner).not.toEqual(joining.toJoiner);
});

it('ends with a share that is no point or the neutral one', () => {
  const own = startExchange(code, joiner, 5n);
  expect(finishExchange(own, new Uint8Array(32), joiner, 'host')).toBeUndefined();
  expect(finishExchange(own, new Uint8Array(32).fill(255), joiner, 'host')).toBeUndefined();
});

it('opens what the remote peer sealed, and nothing of its own', () => {
  const { hosting, joining } = exchange();
  const [host, guest]: SealedChannel[] = [sealedChannel(hosting, 'host'), sealedChannel(joining, 'joiner')];
  const plain = Uint8Array.of(1, 2, 3);
  expect(guest?.opener.open(host?.sealer.seal(plain) ?? plain)).toEqual(plain);
  expect(host?.opener.open(guest?.sealer.seal(plain) ?? plain)).toEqual(plain);
  expect(host?.opener.open(host.sealer.seal(plain))).toBe('forged or damaged');
});

it('compares tags to the last byte', () => {
  expect(sameTag(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameTag(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameTag(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
  expect(sameTag(Uint8Array.of(1, 2, 0), Uint8Array.of(1, 2))).toBe(false);
});
