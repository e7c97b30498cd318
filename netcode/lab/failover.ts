import { CLEAN } from '../local/network.ts';
import { Phase, Word } from '../pong/state.ts';
import { RecordKind } from '../wire/match-record.ts';
import { Mesh } from './mesh.ts';
import { ralliesOf, recordsOf, standingCheckpoints } from './mesh-checks.ts';
import { WIRES } from './wire.ts';

/** One way between two windows of one machine or one home, and the time of its disk, in ms. */
const DELAY_MS = 2;
const STORE_MS = 5;
/** How long the spectator watches before the leader is killed, in ms: a kill for each seed at another moment of a rally. */
const WATCH_MS = 5000;
/** Longest match of two bots, in ms. */
const MATCH_LIMIT_MS = 900_000;

/** What came of one kill of the leader in a rally, with one spectator there. */
export interface Failover {
  /** Until both others acted on a new leader, in ms. */
  readonly newLeaderMs: number;
  /** From the killed player's new start until both play on, in ms. */
  readonly backInSeatMs: number;
  /** Payload bytes a second from the leader to the spectator, before. */
  readonly spectatorBytesPerSecond: number;
  /** At the end of the match all three disks hold the same checkpoints and the same result. */
  readonly recordsIdentical: boolean;
  /** Rallies that had counted and no longer did. */
  readonly ralliesLost: number;
  /** Points without a rally of their own. */
  readonly ralliesDoubled: number;
}

/** Plays a match of two bots before one spectator, kills the leader in a rally, starts him again, and plays on to the end. */
export function runFailover(seed: number): Failover {
  const mesh = new Mesh(seed, { ...CLEAN, delayMs: DELAY_MS, jitterMs: 1 }, 1, 1, { wire: WIRES[0] });
  for (const peer of mesh.peers) peer.storeMs = STORE_MS;
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) >= 2), MATCH_LIMIT_MS);
  const { table } = mesh.peer(1);
  const sentBytes = table.sentBytes(3);
  mesh.run(WATCH_MS + seed * 8);
  const spectatorBytesPerSecond = ((table.sentBytes(3) - sentBytes) * 1000) / (WATCH_MS + seed * 8);
  mesh.runUntil(() => table.confirmed[Word.phase] === Phase.rally, MATCH_LIMIT_MS);
  const counted = Math.max(...mesh.peers.map(ralliesOf));

  mesh.crash(1);
  const killedMs = mesh.nowMs;
  mesh.runUntil(() => [2, 3].every((id) => mesh.peer(id).table.term.leaderId === 2), MATCH_LIMIT_MS);
  const newLeaderMs = mesh.nowMs - killedMs;
  mesh.run(1000);
  mesh.restart(1);
  const restartedMs = mesh.nowMs;
  mesh.runUntil(() => [1, 2].every((id) => mesh.peer(id).table.session?.phase === 'playing'), MATCH_LIMIT_MS);
  const backInSeatMs = mesh.nowMs - restartedMs;
  const ralliesLost = Math.max(0, counted - Math.min(ralliesOf(mesh.peer(1)), ralliesOf(mesh.peer(2))));

  mesh.runUntil(() => [1, 2].every((id) => mesh.peer(id).table.session?.verdict?.settled === true), MATCH_LIMIT_MS);
  mesh.run(500);
  const records = mesh.peers.map((peer) =>
    JSON.stringify([[...standingCheckpoints(peer)], recordsOf(peer).filter(({ kind }) => kind === RecordKind.result)]),
  );
  const { confirmed } = mesh.peer(1).table;
  const points = (confirmed[Word.score0] ?? 0) + (confirmed[Word.score1] ?? 0);
  return {
    newLeaderMs,
    backInSeatMs,
    spectatorBytesPerSecond,
    recordsIdentical: records.every((record) => record === records[0]),
    ralliesLost,
    ralliesDoubled: points - (confirmed[Word.rallies] ?? 0),
  };
}
