import { decode, encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { announcementPacket, announcementsIn, asksForGames, question } from './dns-sd.ts';

const announcement = { instance: '0123456789abcdef', port: 27_613 };
const name = `${announcement.instance}._paddlewire._tcp.local`;

/** As it comes out of a socket. */
const sent = (packet: Packet) => decode(encode(packet));
const srv = (over: Partial<{ name: string; port: number; ttl: number }>): Packet => {
  const { port = announcement.port, ...rest } = over;
  return { type: 'response', answers: [{ type: 'SRV', name, ttl: 120, data: { port, target: 'evil.example' }, ...rest }] };
};

it('a game that is announced is read, by whoever announces it and in whatever case', () => {
  const packet = sent(announcementPacket(announcement, ['192.0.2.1', 'fe80::1'], false));
  expect(announcementsIn(packet)).toEqual([announcement]);
  expect(packet.additionals?.map(({ type }) => type)).toEqual(['SRV', 'TXT', 'A', 'AAAA']);
  expect(announcementsIn(sent(srv({ name: name.toUpperCase() })))).toEqual([announcement]);
});

it('a game that is gone is none', () => {
  expect(announcementsIn(sent(announcementPacket(announcement, [], true)))).toEqual([]);
});

it('the question is understood, and others are not answered', () => {
  expect(asksForGames(sent(question))).toBe(true);
  expect(asksForGames(sent({ type: 'query', questions: [{ name: '_PaddleWire._TCP.local', type: 'PTR' }] }))).toBe(true);
  expect(asksForGames(sent({ type: 'query', questions: [{ name: '_ipp._tcp.local', type: 'PTR' }] }))).toBe(false);
  expect(asksForGames(sent({ type: 'query', questions: [] }))).toBe(false);
});

it.each<[string, Packet]>([
  ['a port below 1024', srv({ port: 22 })],
  ['port 0', srv({ port: 0 })],
  ['another service', srv({ name: `${announcement.instance}._ssh._tcp.local` })],
  ['a name that is none of ours', srv({ name: 'printer._paddlewire._tcp.local' })],
  ['a name that is too long', srv({ name: `0${name}` })],
  ['a question', { ...srv({}), type: 'query' }],
])('an announcement with %s is left alone', (_what, packet) => {
  expect(announcementsIn(sent(packet))).toEqual([]);
});

it('whatever neighbours send, reading it never throws and finds few games', () => {
  const valid = encode(announcementPacket(announcement, ['192.0.2.1', 'fe80::1'], false));
  const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.nat(valid.length), (changes, length) => {
      const bytes = Buffer.from(valid.subarray(0, length));
      for (const [at, value] of changes) if (at < length) bytes[at] = value;
      let packet: Packet;
      try {
        packet = decode(bytes);
      } catch {
        // The library reports it, and the packet is dropped.
        return;
      }
      expect(announcementsIn(packet).length).toBeLessThanOrEqual(4);
      expect([true, false]).toContain(asksForGames(packet));
    }),
  );
});

it('of a packet full of games only some are taken', () => {
  const answers = Array.from(
    { length: 100 },
    (_, index) => srv({ name: name.replace('0123', String(1_000 + index)) }).answers ?? [],
  ).flat();
  expect(announcementsIn(sent({ type: 'response', answers }))).toHaveLength(4);
});
