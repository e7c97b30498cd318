import { Rollback } from 'paddlewire-netcode';
import { expect, it } from 'vitest';
import { pong } from '../../netcode/pong/pong.ts';
import { ChecksumRing } from './checksum-ring.ts';

function played(ticks: number): Rollback<Int32Array> {
  const game = new Rollback(pong(7));
  for (let tick = 0; tick < ticks; tick++) {
    game.addLocal(0, 3);
    game.addRemote(1, tick, -2);
    game.advance();
  }
  return game;
}

it('keeps the checksum of every confirmed tick, oldest first', () => {
  const game = played(50);
  const ring = new ChecksumRing();
  ring.take(game, 20);
  ring.take(game, 50);
  expect(ring.list(0).map(([tick]) => tick)).toEqual(Array.from({ length: 51 }, (_, tick) => tick));
  expect(ring.list(48)).toEqual([48, 49, 50].map((tick) => [tick, game.checksumAt(tick)]));
});

it('leaves out ticks that have left the window and those before a restart', () => {
  const game = played(300);
  const ring = new ChecksumRing();
  ring.take(game, 300);
  expect(ring.list(0)[0]?.[0]).toBe(173);
  ring.restart(290);
  ring.take(game, 300);
  expect(ring.list(0).map(([tick]) => tick)).toEqual([290, 291, 292, 293, 294, 295, 296, 297, 298, 299, 300]);
});

it('keeps the newest 4096', () => {
  const game = new Rollback(pong(7));
  const ring = new ChecksumRing();
  for (let tick = 0; tick < 5000; tick++) {
    game.addLocal(0, 1);
    game.addRemote(1, tick, 1);
    game.advance();
    ring.take(game, game.confirmedTick);
  }
  const pairs = ring.list(0);
  expect(pairs).toHaveLength(4096);
  expect(pairs.at(-1)).toEqual([5000, game.checksumAt(5000)]);
});
