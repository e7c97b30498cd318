import { Word } from '../pong/state.ts';
import type { MatchEnd } from '../record/match-end.ts';
import type { SessionEffect } from '../session/events.ts';
import { RecordKind } from '../wire/match-record.ts';
import type { MeshPeer } from './mesh-peer.ts';
import type { Pair } from './pair.ts';

/**
 * For tests: throws when a checksum differs that both sides confirmed at the same tick.
 * @returns how many such ticks there were
 */
export function expectAgreement(pair: Pair): number {
  const [left, right] = pair.peers;
  let shared = 0;
  for (const [tick, checksum] of left.checksums) {
    const other = right.checksums.get(tick);
    if (other === undefined) continue;
    shared++;
    if (other !== checksum) throw new Error(`the two sides differ at ${tick} (epoch:tick)`);
  }
  return shared;
}

/** For tests: committed score of a peer's confirmed state. */
export function committedScore({ session }: MeshPeer): readonly [number, number] {
  return [session.confirmed[Word.score0] ?? 0, session.confirmed[Word.score1] ?? 0];
}

/** For tests: whether both sides have confirmed a phase of the game. */
export function inPhase(pair: Pair, phase: number): boolean {
  return pair.peers.every(({ session }) => session.confirmed[Word.phase] === phase);
}

/** For tests: kinds of what happened to a peer's session, in order. */
export function types({ effects }: MeshPeer): SessionEffect['type'][] {
  return effects.map(({ type }) => type).filter((type) => type !== 'leader');
}

/** For tests: the checkpoints that a peer's log has, as their bytes. */
export function checkpointBytes({ disk: { log } }: MeshPeer): number[][] {
  return log.filter(([kind]) => kind === RecordKind.checkpoint).map((bytes) => [...bytes]);
}

/** For tests: how a peer's session ended. */
export function ended({ effects }: MeshPeer): MatchEnd | undefined {
  const end = effects.find((effect) => effect.type === 'ended');
  return end?.type === 'ended' ? end.end : undefined;
}
