import { MAX_SEALED_BYTES } from 'paddlewire-netcode/rendezvous';
import { expect, it } from 'vitest';
import { fittingSignals, isSeenFromOutside, onlyCallsOut, withoutCandidates } from './candidate-line.ts';
import { decodeSignals, encodeSignals, type Signal } from './signal.ts';

const offer: Signal = { type: 'offer', sdp: `v=0\r\n${'a=x\r\n'.repeat(120)}` };

/** A candidate as Chromium writes it. */
function candidate(address: string, priority: number, type = 'host', port = 50_000): Signal {
  const line = `candidate:2514217921 1 udp ${priority} ${address} ${port} typ ${type} generation 0 ufrag uAxQ network-id 3 network-cost 50`;
  return { type: 'candidate', candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0 } };
}

const lines = (signals: readonly Signal[]): string[] =>
  signals.flatMap((signal) => (signal.type === 'candidate' ? [signal.candidate.candidate.split(' ')[4]!] : []));

it('a machine with forty networks and two versions of IP names as many addresses as one text holds, in hiding or not', () => {
  for (const nameOf of [
    (n: number) => `192.168.${n}.7`,
    (n: number) => `${String(n).padStart(8, '0')}-7c5d-4b8e-9f1a-2d3c4b5a6978.local`,
  ]) {
    const many = Array.from({ length: 80 }, (_, n) => candidate(nameOf(n), 2_122_260_223 - n));
    const fitting = fittingSignals([offer, ...many, candidate('203.0.113.7', 1_686_052_607, 'srflx')], MAX_SEALED_BYTES);
    const bytes = encodeSignals(fitting);
    expect(bytes.length).toBeLessThanOrEqual(MAX_SEALED_BYTES);
    expect(decodeSignals(bytes)).toEqual(fitting);
    expect(fitting[0]).toBe(offer);
    expect(fitting.length).toBeGreaterThan(40);
    expect(lines(fitting).slice(0, 2)).toEqual(['203.0.113.7', nameOf(0)]);
  }
});

it('the best addresses come first: those that servers have told, then by the browser’s own order, then those of one cable', () => {
  const ranked = fittingSignals(
    [
      candidate('fe80::1', 2_130_000_000),
      candidate('169.254.3.4', 2_129_000_000),
      candidate('10.0.0.7', 2_122_000_000),
      candidate('192.0.2.7', 2_122_260_223),
      candidate('203.0.113.7', 41_000_000, 'relay'),
      candidate('198.51.100.7', 1_686_052_607, 'srflx'),
    ],
    MAX_SEALED_BYTES,
  );
  expect(lines(ranked)).toEqual(['198.51.100.7', '203.0.113.7', '192.0.2.7', '10.0.0.7', 'fe80::1', '169.254.3.4']);
});

it('an address that is there twice is named once', () => {
  expect(fittingSignals([candidate('192.0.2.7', 2), candidate('192.0.2.7', 1)], MAX_SEALED_BYTES)).toEqual([candidate('192.0.2.7', 2)]);
});

it('what leaves no room for addresses still goes by itself', () => {
  expect(fittingSignals([offer, candidate('192.0.2.7', 1)], encodeSignals([offer]).length)).toEqual([offer]);
});

it.each([
  ['candidate:1 1 tcp 1518149375 192.0.2.7 9 typ host tcptype active generation 0', true, false],
  ['candidate:1 1 udp 2122194687 192.0.2.7 57130 typ host generation 0', false, false],
  ['candidate:1 1 UDP 1686052607 192.0.2.7 57130 typ srflx raddr 0.0.0.0 rport 0', false, true],
  ['candidate:1 1 udp 41885695 192.0.2.7 57130 typ relay raddr 0.0.0.0 rport 0', false, true],
  ['', false, false],
])('reads %s', (line, useless, outside) => {
  expect([onlyCallsOut(line), isSeenFromOutside(line)]).toEqual([useless, outside]);
});

it('takes addresses out of a description, and nothing else', () => {
  const sdp =
    'v=0\r\na=candidate:1 1 udp 1 192.0.2.7 5 typ host\r\na=ice-ufrag:x\r\na=candidate:2 1 udp 1 192.0.2.8 5 typ host\r\na=end\r\n';
  expect(withoutCandidates(sdp)).toBe('v=0\r\na=ice-ufrag:x\r\na=end\r\n');
});
