import { describe, expect, it } from 'vitest';
import { playWatched } from './spectator.ts';

describe('the example of a spectator', () => {
  it('who comes late holds the same hits as both players', () => {
    const [host, guest, spectator] = playWatched(30, 40).map((words) => [...words.subarray(6)]);
    expect((host?.[0] ?? 0) + (host?.[1] ?? 0)).toBeGreaterThan(3);
    expect([guest, spectator]).toEqual([host, host]);
  });
});
