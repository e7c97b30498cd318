import { type Sprite, Texture } from 'pixi.js';
import { describe, expect, it, vi } from 'vitest';
import type { MatchView, PhaseWord } from '../match/match-view.ts';
import { Wire, type WireSource, wireSign } from './wire.ts';

// Pixi asks what browser it is in as it loads; nothing is drawn here.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: '' }));

type Stats = NonNullable<MatchView['stats']>;

/** A match with a link; nothing else of its numbers is read. */
const linked = (jitterMs: number, lossPercent: number, phase: PhaseWord = 'rally'): WireSource => ({
  stats: { jitterMs, lossPercent } as Stats,
  status: { phase },
});

const FRAME_MS = 16;

/** The wire after so many frames, and its pieces as they are drawn. */
function drawn(source: WireSource | undefined, frames = 200, still = false, wire = new Wire(Texture.EMPTY)) {
  for (let frame = 1; frame <= frames; frame++) wire.frame(frame * FRAME_MS, FRAME_MS, source, still);
  // All that a wire holds are sprites.
  const pieces = (wire.node.children as Sprite[]).map(({ visible, x, y, alpha }) => ({ visible, x, y, alpha }));
  return { word: wire.word, pieces, gone: pieces.filter(({ visible }) => !visible).length };
}

describe('the wire says what the link is like', () => {
  it('calm in practice, behind menus and on a good link', () => {
    for (const source of [undefined, {}, linked(3, 0), linked(5, 0.5)]) {
      const { word, pieces, gone } = drawn(source);
      expect([word, gone]).toEqual(['calm', 0]);
      expect(new Set(pieces.map(({ x }) => x))).toEqual(new Set([0]));
    }
  });

  it('rippled by jitter, the more the worse, and never wider than a ball', () => {
    const widest = (jitterMs: number) => Math.max(...drawn(linked(jitterMs, 0)).pieces.map(({ x }) => Math.abs(x)));
    expect(drawn(linked(12, 0)).word).toBe('rippled');
    expect(widest(12)).toBeGreaterThan(0.4);
    expect(widest(30)).toBeGreaterThan(2 * widest(12));
    expect(widest(1000)).toBeLessThan(8);
  });

  it('broken by loss, the more the worse, and never all of it', () => {
    expect(drawn(linked(0, 2)).word).toBe('broken');
    expect(drawn(linked(0, 2)).gone).toBeGreaterThanOrEqual(6);
    expect(drawn(linked(0, 10)).gone).toBeGreaterThan(drawn(linked(0, 2)).gone);
    expect(drawn(linked(0, 100)).gone).toBeLessThan(32);
  });

  it('dead when cut: stubs that hang aside, whatever was measured before', () => {
    const { word, pieces, gone } = drawn(linked(20, 10, 'suspended'));
    expect([word, gone]).toEqual(['dead', 30]);
    expect(pieces.some(({ visible, x }) => visible && x > 1)).toBe(true);
    expect(pieces.some(({ visible, x }) => visible && x < -1)).toBe(true);
    expect(wireSign({ status: { phase: 'ended' } }).dead).toBe(false);
    expect(wireSign(linked(0, 0, 'ended')).dead).toBe(true);
  });

  it('calms down again', () => {
    const wire = new Wire(Texture.EMPTY);
    drawn(linked(40, 15), 200, false, wire);
    const { pieces, gone } = drawn(linked(1, 0), 400, false, wire);
    expect(gone).toBe(0);
    expect(new Set(pieces.map(({ x }) => x))).toEqual(new Set([0]));
  });
});

it('with reduced motion it says the same and does not move', () => {
  for (const source of [linked(40, 0), linked(0, 15), linked(20, 5), linked(0, 0, 'suspended')]) {
    const still = drawn(source, 400, true);
    expect(drawn(source, 477, true)).toEqual(still);
    expect(still.word).toBe(drawn(source).word);
    expect(still.gone > 0 || still.pieces.some(({ x }) => Math.abs(x) > 1)).toBe(true);
  }
  expect(drawn(linked(20, 5), 400).pieces).not.toEqual(drawn(linked(20, 5), 477).pieces);
});
