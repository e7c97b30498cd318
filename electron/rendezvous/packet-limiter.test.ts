import { expect, test as it } from 'vitest';
import { PacketLimiter } from './packet-limiter.ts';

const limits = { packetBytes: 200, burstPackets: 3, packetsPerSecond: 10 };

/** A packet with a body of this many zeros. */
function packet(bodyBytes: number): Uint8Array {
  const length = bodyBytes < 128 ? [bodyBytes] : [0x80 | (bodyBytes % 128), Math.floor(bodyBytes / 128)];
  return Uint8Array.from([0x30, ...length, ...new Uint8Array(bodyBytes)]);
}

it('packets up to the limit pass, however they are cut into chunks', () => {
  const stream = [packet(200), packet(0), packet(127)].flatMap((bytes) => [...bytes]);
  for (let size = 1; size <= stream.length; size++) {
    const gate = new PacketLimiter(limits, () => 0);
    for (let at = 0; at < stream.length; at += size) expect(gate.accepts(Uint8Array.from(stream.slice(at, at + size)))).toBe(true);
  }
});

it('a packet over the limit is refused at its length, before its body', () => {
  expect(new PacketLimiter(limits, () => 0).accepts(packet(201).subarray(0, 3))).toBe(false);
});

it('a length of more than four bytes is refused', () => {
  expect(new PacketLimiter({ ...limits, packetBytes: 2 ** 40 }, () => 0).accepts(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80))).toBe(false);
});

it('packets above the rate are refused until time has passed', () => {
  let nowMs = 0;
  const gate = new PacketLimiter(limits, () => nowMs);
  for (let count = 0; count < 3; count++) expect(gate.accepts(packet(1))).toBe(true);
  expect(gate.accepts(packet(1).subarray(0, 1))).toBe(false);
  nowMs = 100;
  expect(gate.accepts(packet(1))).toBe(true);
  expect(gate.accepts(packet(1))).toBe(false);
});

it('a connection that was quiet for long may send no more at a time than at first', () => {
  let nowMs = 0;
  const gate = new PacketLimiter(limits, () => nowMs);
  nowMs = 60_000;
  const taken = Array.from({ length: 10 }, () => gate.accepts(packet(1)));
  expect(taken.filter((accepted) => accepted)).toHaveLength(3);
});
