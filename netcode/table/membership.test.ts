import { describe, expect, it } from 'vitest';
import { Mesh } from '../lab/mesh.ts';
import { recordsOf } from '../lab/mesh-checks.ts';
import { CLEAN } from '../local/network.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import { ControlKind, encodeControl } from '../wire/control.ts';
import { RecordKind } from '../wire/match-record.ts';

/** A table whose host has let in the spectators by a code: each shares a secret with it. */
function admitted(spectators: number): Mesh {
  const mesh = new Mesh(3, CLEAN, spectators);
  for (let id = 3; id < 3 + spectators; id++) {
    mesh.give(1, { type: 'admitted', from: id, secret: new Uint8Array(32).fill(id) });
    mesh.connect(1, id);
  }
  mesh.run(1000);
  return mesh;
}

const secretOf = (mesh: Mesh, id: number, of: number): string => String(mesh.peer(id).table.peers.get(of)?.secret);

describe('everybody at a table', () => {
  it('shares a secret with every other one, each pair another, and none of them is the two players’', () => {
    const mesh = admitted(2);
    const pairs = [...mesh.pairs()];
    for (const [a, b] of pairs) {
      expect(mesh.peer(a).table.peers.get(b)?.secret).toHaveLength(32);
      expect(secretOf(mesh, a, b)).toBe(secretOf(mesh, b, a));
    }
    expect(new Set(pairs.map(([a, b]) => secretOf(mesh, a, b))).size).toBe(pairs.length);
  });

  it('knows the others’ names', () => {
    const mesh = admitted(2);
    expect([...mesh.peer(4).table.peers.values()].map(({ name }) => name).toSorted()).toEqual(['Bot 1', 'Bot 2', 'Watcher 3']);
    expect(mesh.peer(2).table.peers.get(3)?.name).toBe('Watcher 3');
  });

  it('finds them again after it was killed, because they stand in its log', () => {
    const mesh = admitted(2);
    const before = mesh.peers.map(({ table }) => new Map(table.peers));
    for (const { id } of mesh.peers) mesh.crash(id);
    for (const { id } of mesh.peers) mesh.restart(id);
    for (const [index, { table }] of mesh.peers.entries()) expect(new Map(table.peers)).toEqual(before[index]);
  });

  it('forgets a spectator who leaves, on the disk too', () => {
    const mesh = admitted(2);
    mesh.give(3, { type: 'leave' });
    mesh.run(500);
    for (const id of [1, 2, 4]) {
      expect(mesh.peer(id).table.peers.has(3)).toBe(false);
      mesh.crash(id);
      mesh.restart(id);
      expect(mesh.peer(id).table.peers.has(3)).toBe(false);
    }
  });

  it.each([2, 4])('(%i) is told who left while it was away, also by a host that was started again since', (id) => {
    const mesh = admitted(2);
    mesh.crash(id);
    mesh.run(500);
    mesh.give(3, { type: 'leave' });
    mesh.run(500);
    mesh.crash(3);
    mesh.crash(1);
    mesh.restart(1);
    mesh.restart(id);
    mesh.run(3000);
    expect(mesh.peer(id).table.peers.has(3)).toBe(false);
    expect(readSavedMatch(mesh.peer(id).log)?.peers.some((peer) => peer.id === 3)).toBe(false);
  });

  it('is told nothing of who has left when its place is somebody else’s', () => {
    const mesh = admitted(2);
    mesh.give(3, { type: 'leave' });
    mesh.run(500);
    mesh.crash(3);
    mesh.peer(3).log.length = 0;
    mesh.give(1, { type: 'admitted', from: 3, secret: new Uint8Array(32).fill(99) });
    mesh.crash(2);
    mesh.restart(3);
    mesh.run(500);
    mesh.restart(2);
    mesh.run(3000);
    expect(secretOf(mesh, 2, 3)).toBe(secretOf(mesh, 3, 2));
    expect(secretOf(mesh, 4, 3)).toBe(secretOf(mesh, 3, 4));
  });

  it('is told of a spectator who was there before', () => {
    const mesh = admitted(1);
    mesh.crash(2);
    mesh.run(1000);
    mesh.restart(2);
    mesh.run(1000);
    expect(secretOf(mesh, 2, 3)).toBe(secretOf(mesh, 3, 2));
  });
});

it('a spectator who does not come back loses its place once a player would lose the match', () => {
  const mesh = admitted(1);
  mesh.crash(3);
  mesh.give(1, { type: 'linkClosed', from: 3 });
  mesh.run(14_000);
  expect(mesh.peer(1).table.peers.has(3)).toBe(true);
  mesh.run(2000);
  for (const id of [1, 2]) expect(mesh.peer(id).table.peers.has(3)).toBe(false);
});

it('nobody but the host can introduce anybody, and not even the host can change what the players share', () => {
  const mesh = admitted(2);
  const before = secretOf(mesh, 2, 1);
  const forged = { kind: ControlKind.introduction, secret: new Uint8Array(32).fill(9), name: 'Mallory' } as const;
  const told = (to: number, from: number, id: number): void => {
    mesh.give(to, { type: 'reliable', from, bytes: encodeControl({ ...forged, id }) });
  };
  told(2, 3, 4);
  told(1, 2, 3);
  told(2, 1, 1);
  told(4, 3, 2);
  for (const { table } of mesh.peers) expect([...table.peers.values()].some(({ name }) => name === 'Mallory')).toBe(false);
  expect(secretOf(mesh, 2, 1)).toBe(before);
});

describe('the host', () => {
  const plain = Uint8Array.of(1, 2, 3);
  const signals = (mesh: Mesh, id: number) => mesh.peer(id).effects.filter(({ type }) => type === 'signal');

  it('carries signals between two others, and says whose they are', () => {
    const mesh = admitted(2);
    mesh.give(4, { type: 'signal', to: 3, plain });
    mesh.give(3, { type: 'signal', to: 2, plain });
    mesh.run(100);
    expect(signals(mesh, 3)).toEqual([{ type: 'signal', from: 4, plain }]);
    expect(signals(mesh, 2)).toEqual([{ type: 'signal', from: 3, plain }]);
  });

  it('carries so many and no more', () => {
    const mesh = admitted(1);
    for (let i = 0; i < 300; i++) mesh.give(3, { type: 'signal', to: 2, plain });
    mesh.run(100);
    expect(signals(mesh, 2)).toHaveLength(100);
  });

  it('is the only one who may bring signals', () => {
    const mesh = admitted(2);
    mesh.give(4, { type: 'reliable', from: 3, bytes: encodeControl({ kind: ControlKind.signal, id: 2, plain }) });
    mesh.run(100);
    expect(signals(mesh, 4)).toEqual([]);
  });
});

it('a peer is written once, however often it is introduced', () => {
  const mesh = admitted(1);
  for (let i = 0; i < 3; i++) {
    mesh.connect(1, 3);
    mesh.run(500);
  }
  expect(recordsOf(mesh.peer(2)).filter(({ kind }) => kind === RecordKind.peer)).toHaveLength(1);
});
