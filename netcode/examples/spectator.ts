import { Direction, Random } from 'paddlewire-netcode/local';
import type { SessionEvent } from 'paddlewire-netcode/session';
import { HOST_ID, OTHER_PLAYER_ID, Table } from 'paddlewire-netcode/table';
import { tanksMatch } from './tanks.ts';

const SPECTATOR_ID = 3;

/** Two players and a spectator who comes five seconds late, in one process and on one clock. @returns what each has confirmed */
export function playWatched(seconds: number, delayMs: number): readonly Int32Array[] {
  const player = (localId: number) =>
    new Table(tanksMatch, {
      localId,
      remoteId: HOST_ID + OTHER_PLAYER_ID - localId,
      name: `Tank ${localId}`,
      seed: 7,
      sessionToken: new Uint8Array(8),
      inputDelayTicks: 1,
      graceMs: 15_000,
      resumeSecret: new Uint8Array(32),
      inputFor: (tick) => (tick & (localId * 64) ? 1 : 2) + (tick % 50 < 6 ? 4 : 0),
    });
  // The secret is the host's and the spectator's: they agree on it when they meet.
  const secret = new Uint8Array(32).fill(9);
  const spectator = new Table(tanksMatch, { localId: SPECTATOR_ID, name: 'Spectator', resumeSecret: secret });
  const tables = new Map([
    [HOST_ID, player(HOST_ID)],
    [OTHER_PLAYER_ID, player(OTHER_PLAYER_ID)],
    [SPECTATOR_ID, spectator],
  ]);
  const ways = new Map<string, Direction>();
  for (const from of tables.keys())
    for (const to of tables.keys())
      ways.set(
        `${from} ${to}`,
        new Direction({ delayMs, jitterMs: 5, loss: 0.02, meanBurst: 1, longestBurst: 10 }, new Random(1, `${from} ${to}`)),
      );
  let nowMs = 0;
  const give = (to: number, event: SessionEvent): void => {
    for (const effect of tables.get(to)?.step(nowMs, event) ?? []) {
      if (effect.type === 'sendFast') ways.get(`${to} ${effect.to}`)?.send(nowMs, false, effect.bytes);
      else if (effect.type === 'sendReliable') ways.get(`${to} ${effect.to}`)?.send(nowMs, true, effect.bytes);
    }
  };
  const open = (one: number, other: number): void => {
    give(one, { type: 'linkOpened', from: other });
    give(other, { type: 'linkOpened', from: one });
  };
  open(HOST_ID, OTHER_PLAYER_ID);
  for (; nowMs < seconds * 1000; nowMs += 4) {
    if (nowMs === 5000) {
      give(HOST_ID, { type: 'admitted', from: SPECTATOR_ID, secret });
      open(HOST_ID, SPECTATOR_ID);
    }
    // By now `peers` of both has told them of each other, and your game has opened a connection by the event and the effect `signal`.
    if (nowMs === 6000) open(OTHER_PLAYER_ID, SPECTATOR_ID);
    for (const to of tables.keys()) {
      for (const from of tables.keys())
        ways.get(`${from} ${to}`)?.deliver(nowMs, (reliable, bytes) => give(to, { type: reliable ? 'reliable' : 'fast', from, bytes }));
      give(to, { type: 'poll' });
    }
  }
  return [...tables.values()].map(({ confirmed }) => confirmed);
}
