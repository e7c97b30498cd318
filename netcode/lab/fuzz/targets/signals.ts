import assert from 'node:assert/strict';
import { decodeSignals, encodeSignals, isSignal } from '../../../../renderer/webrtc/signal.ts';
import { SignalBatch } from '../../../../renderer/webrtc/signal-batch.ts';
import { MAX_SEALED_BYTES } from '../../../rendezvous/seal.ts';
import { type FuzzTarget, utf8 } from '../target.ts';

const candidate = '{"candidate":"candidate:1 1 udp 2113937151 192.0.2.7 5 typ host","sdpMid":"0","sdpMLineIndex":0}';

/** What one peer signals to the other, after it was unsealed. */
export const signalsTarget: FuzzTarget = {
  name: 'signals',
  sources: ['renderer/webrtc/signal.ts', 'renderer/webrtc/signal-batch.ts'],
  maxBytes: 12_288,
  seeds: () =>
    utf8(
      '[]',
      '[{"type":"offer","sdp":"v=0"}]',
      `[{"type":"candidate","candidate":${candidate}},{"type":"answer","sdp":""}]`,
      'null',
      '['.repeat(12_288),
      `[${'0,'.repeat(6000)}0]`,
    ),
  dictionary: utf8(
    '"type"',
    '"offer"',
    '"candidate"',
    '"sdpMid"',
    '"sdpMLineIndex"',
    'null',
    '1e400',
    '[',
    '{',
    '"__proto__":',
    '[0,',
    '\u{feff}',
    '[]]',
  ),
  check: (input) => {
    const signals = decodeSignals(input);
    assert.ok(signals.length <= 64 && signals.every(isSignal), 'a signal that is none');
    assert.deepEqual(decodeSignals(encodeSignals(signals)), signals);
    const batch = new SignalBatch();
    for (const signal of signals) batch.add(signal);
    const sent: Uint8Array[] = [];
    batch.start((bytes) => sent.push(bytes));
    assert.ok(
      sent.every(({ length }) => length <= MAX_SEALED_BYTES),
      'more than can be sealed',
    );
    assert.deepEqual(sent.flatMap(decodeSignals), signals);
  },
  outcome: (input) =>
    decodeSignals(input)
      .slice(0, 3)
      .map((signal) =>
        signal.type === 'candidate' ? `${typeof signal.candidate.sdpMid} ${typeof signal.candidate.sdpMLineIndex}` : signal.type,
      )
      .join(),
  decode: decodeSignals,
  // JSON's smallest value takes two bytes and becomes an object of some fifty.
  mayAllocate: (inputBytes) => 16_384 + 64 * inputBytes,
};
