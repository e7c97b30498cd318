import assert from 'node:assert/strict';
import { relative, sep } from 'node:path';
import { pageFilePath } from '../../../../electron/page/page-files.ts';
import { PacketLimiter } from '../../../../electron/rendezvous/packet-limiter.ts';
import { asText, type FuzzTarget, utf8 } from '../target.ts';

const limits = { packetBytes: 200, burstPackets: 6, packetsPerSecond: 0 };

/** What MQTT 3.1.1 says of the packets in some bytes, in one piece and read to the end: whether all of them keep the limits. */
function keepsLimits(bytes: Uint8Array): boolean {
  let packets = 0;
  for (let at = 0; at < bytes.length; packets++) {
    if (packets === limits.burstPackets) return false;
    const digits = bytes.subarray(at + 1, at + 5);
    const last = digits.findIndex((digit) => digit < 0x80);
    const known = last < 0 ? digits : digits.subarray(0, last + 1);
    const length = known.reduceRight((sum, digit) => sum * 128 + (digit & 0x7f), 0);
    if (length > limits.packetBytes || known.length > (last < 0 ? 3 : 4)) return false;
    if (last < 0) return true;
    at += 1 + known.length + length;
  }
  return true;
}

const packetGate: FuzzTarget = {
  name: 'packet-gate',
  sources: ['electron/rendezvous/packet-limiter.ts'],
  maxBytes: 600,
  seeds: () => [
    Uint8Array.of(0x10, 2, 0, 0, 0x30, 0),
    Uint8Array.of(0x30, 0x80, 0x01, ...new Uint8Array(128), 0xc0, 0),
    Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f),
    new Uint8Array(14),
  ],
  dictionary: [Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x00), Uint8Array.of(0xc8, 0x01)],
  check: (input) => {
    const [whole, pieces] = [new PacketLimiter(limits, () => 0), new PacketLimiter(limits, () => 0)];
    const accepted = whole.accepts(input);
    const byByte = Array.from(input).every((byte) => pieces.accepts(Uint8Array.of(byte)));
    assert.equal(byByte, accepted, 'how the bytes come in pieces changes what is accepted');
    assert.equal(accepted, keepsLimits(input), 'not what MQTT says of the lengths');
  },
};

const pagePath: FuzzTarget = {
  name: 'page-path',
  sources: ['electron/page/page-files.ts'],
  maxBytes: 300,
  seeds: () => utf8('/', '/index.html', '/assets/app-1.js', '/../x.js', '/a/b/c/d/e/f/g/h.js', '/%2e%2e/x.js', '/a\\b.js'),
  dictionary: utf8('..', '/', '\\', '.html', '.js', '%2e', '//', '\u0000', 'C:', '?', '#', '~'),
  check: (input) => {
    const path = pageFilePath('/page', asText(input));
    if (path === undefined) return;
    const below = relative('/page', path).split(sep);
    assert.ok(below.length <= 8 && below.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part)), 'a path that leaves the folder');
  },
};

/** What reads requests of strangers at the broker and at the page's server. */
export const shellTargets: readonly FuzzTarget[] = [packetGate, pagePath];
