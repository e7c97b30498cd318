import { describe, expect, it } from 'vitest';
import { pongMatch } from '../pong/pong-match.ts';
import { Outbox } from '../session/outbox.ts';
import { ControlKind } from '../wire/control.ts';
import { InputFormat } from '../wire/input-format.ts';
import { RecordKind } from '../wire/match-record.ts';
import type { Holding } from './holding.ts';
import { SpectatorFeed } from './spectator-feed.ts';

/** Bytes of a stream packet of small numbers, without its ticks. */
const HEADER_BYTES = 11;
const words = Int32Array.of(1, 2, 3);
const FORMAT = new InputFormat(pongMatch.game(0));

function gallery(term = { number: 1, leaderId: 1 }) {
  const outbox = new Outbox(undefined);
  const shared = { rules: pongMatch.rules, seed: 1, token: new Uint8Array(8), graceMs: 15_000, secret: new Uint8Array(32) };
  outbox.journal.append({ kind: RecordKind.match, localId: 1, remoteId: 2, remoteName: 'Ada', ...shared });
  outbox.journal.stored(0);
  const gallery = new SpectatorFeed(outbox, FORMAT);
  const show = (nowMs: number, holding: Holding): string[] => {
    outbox.begin();
    gallery.show(nowMs, 3, term, holding, 0);
    return outbox.effects.map((effect) => {
      if (effect.type === 'sendReliable') return effect.bytes[0] === ControlKind.stateTransfer ? 'transfer' : 'message';
      return effect.type === 'sendFast' ? `${effect.bytes.length - HEADER_BYTES} ticks` : effect.type;
    });
  };
  return { gallery, show };
}

const holding = (epoch: number, confirmedTick: number, fromTick = 0): Holding => ({
  ...{ epoch, leaderId: 1, confirmedTick, confirmed: words },
  format: FORMAT,
  since: (tick) => (tick >= fromTick && tick <= confirmedTick ? new Uint8Array(confirmedTick - tick) : undefined),
  inputAt: () => 0,
  snapshot: () => ({
    ...{ checkpoint: 0, baseTick: fromTick, endTick: confirmedTick, checksum: 0, words },
    inputs: new Uint8Array(confirmedTick - fromTick),
  }),
});

describe('a spectator is sent', () => {
  it('a state transfer first, and not again before it can have been acknowledged', () => {
    const { show } = gallery();
    expect(show(0, holding(1, 10))).toEqual(['transfer']);
    expect(show(1999, holding(1, 100))).toEqual([]);
    expect(show(2000, holding(1, 110))).toEqual(['transfer']);
  });

  it('then each newly confirmed tick once, with all before it that it has not acknowledged', () => {
    const { gallery: viewers, show } = gallery();
    viewers.acknowledged(3, 1, 10);
    expect(show(0, holding(1, 12))).toEqual(['2 ticks']);
    expect(show(4, holding(1, 12))).toEqual([]);
    expect(show(8, holding(1, 13))).toEqual(['3 ticks']);
    viewers.acknowledged(3, 1, 12);
    expect(show(12, holding(1, 14))).toEqual(['2 ticks']);
  });

  it.each([
    ['tick', 1, 9999],
    ['epoch', 9999, 0],
  ])('what it lacks as soon as it says so, after an acknowledgement with a wrong %s', (_, epoch, tick) => {
    const { gallery: viewers, show } = gallery();
    viewers.acknowledged(3, epoch, tick);
    expect(show(0, holding(1, 12))).toEqual([]);
    viewers.acknowledged(3, 1, 10);
    expect(show(100, holding(1, 12))).toEqual(['2 ticks']);
  });

  it('the newest tick again while nothing is played: it may have been lost', () => {
    const { gallery: viewers, show } = gallery();
    viewers.acknowledged(3, 1, 10);
    show(0, holding(1, 12));
    expect(show(99, holding(1, 12))).toEqual([]);
    expect(show(100, holding(1, 12))).toEqual(['2 ticks']);
    viewers.acknowledged(3, 1, 12);
    expect(show(300, holding(1, 12))).toEqual([]);
  });

  it('a state transfer when it is too far behind for a packet, or for what is still known', () => {
    const far = gallery();
    far.gallery.acknowledged(3, 1, 10);
    expect(far.show(0, holding(1, 265))).toEqual(['255 ticks']);
    expect(far.show(0, holding(1, 266))).toEqual(['transfer']);
    const forgotten = gallery();
    forgotten.gallery.acknowledged(3, 1, 10);
    expect(forgotten.show(0, holding(1, 50, 20))).toEqual(['transfer']);
  });

  it('a state transfer of the next epoch of play at once', () => {
    const { gallery: viewers, show } = gallery();
    show(0, holding(1, 10));
    viewers.acknowledged(3, 1, 10);
    expect(show(500, holding(2, 10))).toEqual(['transfer']);
  });

  it('a state transfer when its state is another', () => {
    const { gallery: viewers, show } = gallery();
    viewers.acknowledged(3, 1, 12);
    viewers.resync(3);
    expect(show(0, holding(1, 12))).toEqual(['transfer']);
    expect(show(10, holding(1, 13))).toEqual(['1 ticks']);
  });

  it('nothing when it has seen more than we have, of this epoch or a later one', () => {
    const { gallery: viewers, show } = gallery();
    viewers.acknowledged(3, 2, 100);
    expect(show(0, holding(1, 500))).toEqual([]);
    expect(show(0, holding(2, 90))).toEqual([]);
  });

  it('by a spectator that leads what it holds once, for its display alone, and no play', () => {
    const viewers = gallery({ number: 2, leaderId: 4 });
    expect(viewers.show(0, holding(1, 10))).toEqual(['transfer']);
    expect(viewers.show(5000, holding(1, 10))).toEqual([]);
    viewers.gallery.forget(3);
    viewers.gallery.acknowledged(3, 1, 8);
    expect(viewers.show(10_000, holding(1, 10))).toEqual([]);
  });

  it('nothing by one who holds nothing', () => {
    expect(gallery().show(0, holding(0, 10))).toEqual([]);
  });
});
