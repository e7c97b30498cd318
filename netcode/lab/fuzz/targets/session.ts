import assert from 'node:assert/strict';
import { CLEAN } from '../../../local/network.ts';
import { Word } from '../../../pong/state.ts';
import { Pair } from '../../pair.ts';
import { committedScore, ended, expectAgreement } from '../../pair-checks.ts';
import { fromHex } from '../hex.ts';
import { ScriptReader } from '../script-reader.ts';
import type { FuzzTarget } from '../target.ts';

/** Virtual time of one run, in ms: the handshake, the countdown and some play, and an outage of either kind. */
const RUN_MS = 6000;
/** When both players say something. */
const CHAT_MS = 1000;
/** Unit of an outage in a script, in ms: 255 of them are longer than what a rally survives. */
const SILENCE_STEP_MS = 12;
/** Packets of both channels that a script may be about; what comes later arrives as it is. */
const MAX_STEPS = 60;
/** What either side may say to one packet. An echo that grows would be a weapon. */
const MAX_ANSWERS = 32;

/** What is done to a packet. */
const Damage = { none: 0, byte: 1, cut: 2, twice: 3, grow: 4, drop: 5, old: 6, silence: 7 } as const;

/** One whole match at its start, with its own packets changed on their way. */
export const sessionTarget: FuzzTarget = {
  name: 'session',
  sources: ['netcode/session/', 'netcode/wire/'],
  maxBytes: 240,
  // Nothing happens to the first packets, which are those of the handshake; then one of each kind of damage.
  seeds: () => [
    new Uint8Array(0),
    Uint8Array.of(Damage.byte, 1, 1),
    fromHex('0000000000000000 010608 00 00 03 0205 04020101 05 0603'),
    Uint8Array.of(...new Array<number>(40).fill(0), Damage.byte, 9, 1),
    ...[60, 250].map((length) => Uint8Array.of(...new Array<number>(30).fill(0), Damage.silence, length)),
  ],
  dictionary: [new Uint8Array(20), Uint8Array.of(Damage.byte, 1, 1), Uint8Array.of(Damage.old, 0)],
  check: (input) => {
    const pair = new Pair(7, { ...CLEAN, delayMs: 20 });
    const script = new ScriptReader(input);
    const seen: Uint8Array[] = [];
    let steps = 0;
    let silentUntilMs = 0;
    for (const link of pair.links) {
      link.tamper = (_reliable, bytes) => {
        if (script.over || steps++ >= MAX_STEPS) return [bytes];
        seen.push(bytes.slice());
        const arriving = damage(script, bytes, seen);
        if (arriving !== undefined) return arriving;
        for (const direction of pair.links) direction.cut = true;
        silentUntilMs = pair.nowMs + script.byte() * SILENCE_STEP_MS;
        return [bytes];
      };
    }
    for (let ms = 0; ms < RUN_MS; ms += 100) {
      const before = pair.peers.map(({ effects, fastPackets }) => effects.length + fastPackets);
      if (ms === CHAT_MS) for (const index of [0, 1] as const) pair.give(index, { type: 'chat', text: 'gut!' });
      if (pair.nowMs >= silentUntilMs) for (const link of pair.links) link.cut = false;
      pair.run(100);
      for (const [i, { effects, fastPackets }] of pair.peers.entries()) {
        assert.ok(effects.length + fastPackets - (before[i] ?? 0) <= 100 + MAX_ANSWERS, 'a peer says far more than it hears');
      }
    }
    const [left, right] = pair.peers.map(({ session }) => session.confirmed[Word.rallies] ?? 0);
    assert.ok(left !== right || committedScore(pair.peers[0]).join() === committedScore(pair.peers[1]).join(), 'two scores of one rally');
    for (const peer of pair.peers) {
      assert.equal(
        committedScore(peer).reduce((sum, points) => sum + points),
        peer.session.confirmed[Word.rallies],
        'a point without a rally',
      );
      assert.ok(peer.session.game.tick - peer.session.confirmedTick <= 128, 'predicted beyond the window');
    }
    // Where a match begins is confirmed by nobody: a damaged start shows at its first tick, and ends in a dispute.
    for (const { checksums } of pair.peers) checksums.delete('1:0');
    if (pair.peers.every((peer) => ended(peer) === undefined)) expectAgreement(pair);
  },
};

/** What arrives in place of a packet; undefined when the connection is to be cut. */
function damage(script: ScriptReader, bytes: Uint8Array, seen: readonly Uint8Array[]): readonly Uint8Array[] | undefined {
  switch (script.byte()) {
    case Damage.byte: {
      const at = script.byte() % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ script.byte();
      return [bytes];
    }
    case Damage.cut:
      return [bytes.subarray(0, script.byte() % bytes.length)];
    case Damage.twice:
      return [bytes, bytes.slice()];
    case Damage.grow:
      return [Uint8Array.of(...bytes, ...script.bytes(script.byte()))];
    case Damage.drop:
      return [];
    case Damage.silence:
      return undefined;
    case Damage.old:
      return [bytes, seen[script.byte() % seen.length] ?? bytes];
    default:
      return [bytes];
  }
}
