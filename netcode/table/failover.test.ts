import { describe, expect, it } from 'vitest';
import { Mesh } from '../lab/mesh.ts';
import { contradictions, ralliesOf, standingCheckpoints } from '../lab/mesh-checks.ts';
import { CLEAN } from '../local/network.ts';
import { Random } from '../local/random.ts';
import { Phase, Word } from '../pong/state.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const DELAY_MS = 20;

/** A table in a rally, after two points. */
function inRally(seed: number, spectators = 1): Mesh {
  const mesh = new Mesh(seed, { ...CLEAN, delayMs: DELAY_MS }, spectators);
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === 2), 90_000);
  mesh.runUntil(() => mesh.peers.every(({ table }) => table.confirmed[Word.phase] === Phase.rally), 10_000);
  return mesh;
}

const playing = (mesh: Mesh) => () => [1, 2].every((id) => mesh.peer(id).table.session?.phase === 'playing');
const leaders = (mesh: Mesh) => mesh.peers.filter(({ running }) => running).map(({ table }) => table.term.leaderId);

/** The match goes on where it was, everybody sees it, player 1 leads again, and all logs tell the same. */
function expectGoesOn(mesh: Mesh, rallies = 2): void {
  mesh.runUntil(playing(mesh), 8000);
  expect([1, 2].map((id) => ralliesOf(mesh.peer(id)))).toEqual([rallies, rallies]);
  mesh.runUntil(() => mesh.peers.every((peer) => ralliesOf(peer) === rallies + 1), 60_000);
  mesh.run(500);
  expect(leaders(mesh)).toEqual(mesh.peers.map(() => 1));
  expect(contradictions(mesh)).toEqual([]);
  const newest = mesh.peers.map((peer) => [...standingCheckpoints(peer)].slice(-2));
  for (const checkpoints of newest) expect(checkpoints).toEqual(newest[0]);
}

describe('the leader is killed', () => {
  it.each(SEEDS)('seed %i: within 0.6 s another one leads, and he comes back to his seat and leads again', (seed) => {
    const mesh = inRally(seed);
    mesh.crash(1);
    const killedMs = mesh.nowMs;
    mesh.runUntil(() => leaders(mesh).every((id) => id === 2), 600);
    expect(mesh.nowMs - killedMs).toBeGreaterThan(400);
    mesh.run(3000);
    mesh.restart(1);
    expectGoesOn(mesh);
  });

  it('with six spectators: all follow the same one', () => {
    const mesh = inRally(3, 6);
    mesh.crash(1);
    mesh.runUntil(() => leaders(mesh).every((id) => id === 2), 600);
    mesh.crash(2);
    mesh.runUntil(() => leaders(mesh).every((id) => id === 3), 600);
    mesh.crash(3);
    mesh.runUntil(() => leaders(mesh).every((id) => id === 4), 600);
    expect(mesh.peer(8).leaders.map(({ leaderId }) => leaderId)).toEqual([1, 2, 3, 4]);
    for (const id of [3, 1, 2]) mesh.restart(id);
    expectGoesOn(mesh);
  });
});

describe('any two of three are killed', () => {
  it.each([
    [1, 2],
    [1, 3],
    [2, 3],
  ])('%i and %i: the third holds the match, and both come back to it', (first, second) => {
    for (const seed of SEEDS) {
      const mesh = inRally(seed);
      mesh.crash(first);
      mesh.run(seed * 60);
      mesh.crash(second);
      mesh.run(2500);
      mesh.restart(second);
      mesh.run(seed * 40);
      mesh.restart(first);
      expectGoesOn(mesh);
    }
  });

  it.each(SEEDS)('seed %i: all three are killed at once, and come back', (seed) => {
    const mesh = inRally(seed);
    for (const id of [1, 2, 3]) mesh.crash(id);
    mesh.run(1000);
    for (const id of [3, 2, 1]) mesh.restart(id);
    expectGoesOn(mesh);
  });
});

describe('a connection', () => {
  it.each(SEEDS)('seed %i: lost between the two players alone freezes the match, and changes no leader', (seed) => {
    const mesh = inRally(seed);
    mesh.cut(1, 2, true);
    mesh.run(5000);
    expect(leaders(mesh)).toEqual([1, 1, 1]);
    expect(mesh.peer(3).leaders.length).toBe(1);
    mesh.cut(1, 2, false);
    expectGoesOn(mesh);
  });

  it.each(SEEDS)('seed %i: lost between the leader and everybody gives the others a leader, until he is back', (seed) => {
    const mesh = inRally(seed);
    mesh.cut(1, 2, true);
    mesh.cut(1, 3, true);
    mesh.run(3000);
    // Who hears nobody claims nothing: he goes on with the term that he knows.
    expect(mesh.peers.map(({ table }) => table.term)).toEqual([
      { number: 1, leaderId: 1 },
      { number: 2, leaderId: 2 },
      { number: 2, leaderId: 2 },
    ]);
    mesh.cut(1, 2, false);
    mesh.cut(1, 3, false);
    expectGoesOn(mesh);
  });

  it('lost between the leader and a spectator alone moves nobody', () => {
    const mesh = inRally(4, 2);
    mesh.cut(1, 3, true);
    mesh.run(3000);
    expect(leaders(mesh)).toEqual([1, 1, 1, 1]);
    expect(mesh.peer(1).table.session?.phase).toBe('playing');
    mesh.cut(1, 3, false);
    mesh.runUntil(() => mesh.peer(3).table.seen.tick >= mesh.peer(1).table.seen.tick - 10, 2000);
    expect(contradictions(mesh)).toEqual([]);
  });
});

describe('a peer that was stopped', () => {
  it.each([1, 2])('(player %i) for any time notices that its term is old, and follows before it leads', (id) => {
    for (const stoppedMs of [300, 700, 1500, 8000, 60_000]) {
      const mesh = inRally(7);
      mesh.peer(id).stopped = true;
      mesh.run(stoppedMs);
      mesh.peer(id).stopped = false;
      expectGoesOn(mesh);
    }
  });

  it('(a spectator) for any time sees the match again, which has gone on without it', () => {
    for (const stoppedMs of [300, 700, 1500, 8000, 60_000]) {
      const mesh = inRally(7);
      mesh.peer(3).stopped = true;
      mesh.run(stoppedMs);
      expect(mesh.peer(1).table.session?.phase).toBe('playing');
      mesh.peer(3).stopped = false;
      mesh.run(500);
      expectGoesOn(mesh, ralliesOf(mesh.peer(1)));
    }
  });
});

describe('a rally that counts', () => {
  it('is neither lost nor doubled, whoever is killed at whatever moment of its commit', () => {
    const first = inRally(5);
    first.runUntil(() => ralliesOf(first.peer(1)) === 3, 60_000);
    const committedMs = first.nowMs;
    for (let earlyMs = 0; earlyMs < 1200; earlyMs += 120) {
      for (const killed of [[1], [2], [1, 2], [1, 3], [2, 3], [1, 2, 3]]) {
        const mesh = new Mesh(5, { ...CLEAN, delayMs: DELAY_MS }, 1);
        // Some records are on their way to the disk then.
        for (const peer of mesh.peers) peer.storeMs = 10 * peer.id;
        mesh.run(committedMs - earlyMs);
        const shown = Math.max(...mesh.peers.map(ralliesOf));
        for (const id of killed) mesh.crash(id);
        mesh.run(700);
        for (const id of killed) mesh.restart(id);
        mesh.runUntil(playing(mesh), 8000);
        const resumed = ralliesOf(mesh.peer(1));
        expect(resumed).toBeGreaterThanOrEqual(shown);
        expectGoesOn(mesh, resumed);
      }
    }
  });

  it('is not what a spectator alone has on its disk: that is struck there, and played again', () => {
    const mesh = inRally(6);
    for (const id of [1, 2]) mesh.peer(id).storeMs = 60_000;
    mesh.runUntil(() => standingCheckpoints(mesh.peer(3)).has(3), 60_000);
    for (const id of [1, 2]) mesh.crash(id);
    for (const id of [1, 2]) mesh.peer(id).storeMs = 0;
    mesh.run(1000);
    for (const id of [1, 2]) mesh.restart(id);
    mesh.runUntil(playing(mesh), 8000);
    mesh.run(100);
    expect(mesh.peers.map((peer) => [...standingCheckpoints(peer).keys()])).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expectGoesOn(mesh);
  });

  it('still does after 200 kills in one match after another', () => {
    const mesh = inRally(9, 2);
    const random = new Random(9, 'kills');
    let counted = 0;
    for (let kill = 0; kill < 200; kill++) {
      const killed = mesh.peers.filter(() => random.chance(0.4)).map(({ id }) => id);
      for (const id of killed) {
        mesh.crash(id);
        mesh.run(random.below(300));
      }
      mesh.run(random.below(1500));
      for (const id of killed) {
        mesh.restart(id);
        mesh.run(random.below(300));
      }
      mesh.runUntil(playing(mesh), 8000);
      expect(Math.min(...[1, 2].map((id) => ralliesOf(mesh.peer(id))))).toBeGreaterThanOrEqual(counted);
      for (const id of [1, 2]) mesh.give(id, { type: 'rematch' });
      mesh.run(random.below(4000));
      counted = Math.max(counted, ...mesh.peers.map(ralliesOf));
    }
    expect(counted).toBeGreaterThan(20);
    expect(contradictions(mesh)).toEqual([]);
  });
});
