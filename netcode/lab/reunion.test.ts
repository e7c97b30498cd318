import { describe, expect, it } from 'vitest';
import { Reunion } from './reunion.ts';

/** Two that have suspended at 0 ms, and take 200 ms to meet once both seek. */
function apart(): Reunion {
  const reunion = new Reunion(() => 200);
  reunion.suspended(0, 0);
  reunion.suspended(1, 0);
  return reunion;
}

describe('two peers that have lost each other', () => {
  it('look for a new connection after 3 s of waiting for the old one, and then meet', () => {
    const reunion = apart();
    const meet = (nowMs: number) => [reunion.look(0, nowMs, true, true), reunion.look(1, nowMs, true, true)];
    expect(meet(2999)).toEqual([false, false]);
    expect(meet(3000)).toEqual([false, false]);
    expect(meet(3199)).toEqual([false, false]);
    expect(meet(3200)).toContain(true);
  });

  it('look at once when they know that there is none', () => {
    const reunion = apart();
    reunion.alone(0);
    reunion.alone(1);
    reunion.look(0, 10, true, true);
    reunion.look(1, 10, true, true);
    expect(reunion.look(0, 210, true, true)).toBe(true);
  });

  it('do not meet while one of them plays or is not there, or while nothing gets through', () => {
    const reunion = apart();
    for (let nowMs = 0; nowMs < 20_000; nowMs += 100) {
      expect(reunion.look(0, nowMs, true, true)).toBe(false);
      expect(reunion.look(1, nowMs, nowMs % 200 === 0, true)).toBe(false);
    }
    const cut = apart();
    for (let nowMs = 0; nowMs < 20_000; nowMs += 100)
      for (const end of [0, 1] as const) expect(cut.look(end, nowMs, true, false)).toBe(false);
  });

  it('give a new connection 5 s before they look for yet another one', () => {
    const reunion = apart();
    reunion.opened(0, 4000);
    reunion.opened(1, 4000);
    for (let nowMs = 4000; nowMs < 9200; nowMs += 50)
      for (const end of [0, 1] as const) expect(reunion.look(end, nowMs, true, true)).toBe(false);
    expect(reunion.look(0, 9200, true, true)).toBe(true);
  });
});
