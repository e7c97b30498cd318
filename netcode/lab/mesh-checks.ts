import { Word } from '../pong/state.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import { decodeMatchRecord, KEEPS_ALL, type MatchRecord, RecordKind } from '../wire/match-record.ts';
import type { Mesh } from './mesh.ts';
import type { MeshPeer } from './mesh-peer.ts';

/** What stands in a peer's log. @throws Error when a record can't be read */
export function recordsOf({ id, log }: MeshPeer): MatchRecord[] {
  return log.map((bytes) => {
    const decoded = decodeMatchRecord(bytes);
    if (!decoded.ok) throw new Error(`peer ${id} has a record that can't be read: ${decoded.error.expected}`);
    return decoded.value;
  });
}

/** Checkpoint records of a peer's log that are not struck, by number, as text. */
export function standingCheckpoints(peer: MeshPeer): Map<number, string> {
  const standing = new Map<number, string>();
  for (const [i, record] of recordsOf(peer).entries()) {
    const keeps = record.kind === RecordKind.checkpoint ? record.number - 1 : record.kind === RecordKind.epoch ? record.keeps : KEEPS_ALL;
    for (const number of [...standing.keys()]) if (number > keeps) standing.delete(number);
    if (record.kind === RecordKind.checkpoint) standing.set(record.number, peer.log[i]?.join() ?? '');
  }
  return standing;
}

/** Committed rallies in a peer's confirmed state. */
export function ralliesOf({ table }: MeshPeer): number {
  return table.confirmed[Word.rallies] ?? 0;
}

function rises(numbers: readonly number[]): boolean {
  return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
}

/** What contradicts in a mesh, in words: two states that were confirmed at one tick, two leaders of one term at one peer, two records of one checkpoint. */
export function contradictions({ peers }: Mesh): string[] {
  const found: string[] = [];
  const checksums = new Map<string, number>();
  const checkpoints = new Map<number, string>();
  for (const peer of peers) {
    for (const [key, checksum] of peer.checksums) {
      const other = checksums.get(key);
      if (other !== undefined && other !== checksum) found.push(`peer ${peer.id} has another state at ${key} (epoch:tick)`);
      checksums.set(key, checksum);
    }
    // Each term at most once over all of its lives, as they are on its disk; and it acted on no other.
    const promised = recordsOf(peer).filter((record) => record.kind === RecordKind.term);
    if (!rises(promised.map(({ number }) => number))) found.push(`peer ${peer.id} has consented twice to one term`);
    for (const { term, leaderId } of peer.leaders) {
      const leader = promised.find(({ number }) => number === term)?.leaderId;
      if (leader !== undefined && leader !== leaderId) found.push(`peer ${peer.id} acted on ${leaderId} in term ${term} of ${leader}`);
    }
    const saved = readSavedMatch(peer.log);
    for (const [number, record] of standingCheckpoints(peer)) {
      // What only one side has written may still be struck.
      if (number > (saved?.committed ?? 0)) continue;
      const other = checkpoints.get(number);
      if (other !== undefined && other !== record) found.push(`peer ${peer.id} has another record of checkpoint ${number}`);
      checkpoints.set(number, record);
    }
  }
  return found;
}
