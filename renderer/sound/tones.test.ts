import { expect, it } from 'vitest';
import { countdownTones, hitTones, overTones, pointTones } from './tones.ts';

it('climbs with the rally and stops climbing before it gets shrill', () => {
  const note = (hits: number) => hitTones(hits, true)[0]?.fromHz ?? 0;
  for (let hits = 2; hits < 100; hits++) expect(note(hits)).toBeGreaterThanOrEqual(note(hits - 1));
  expect(note(20)).toBeGreaterThan(note(1));
  expect(note(1000)).toBeLessThan(1300);
});

it("sounds our own paddle louder than the other's", () => {
  expect(hitTones(3, true)[0]!.gain).toBeGreaterThan(hitTones(3, false)[0]!.gain);
});

it('rises for what we win, falls for what we lose, and marks the last second', () => {
  const rises = (tones: readonly { fromHz: number }[]) => tones.at(-1)!.fromHz > tones[0]!.fromHz;
  expect(rises(pointTones(true))).toBe(true);
  expect(rises(pointTones(false))).toBe(false);
  expect(rises(overTones(true))).toBe(true);
  expect(rises(overTones(false))).toBe(false);
  expect(countdownTones(0)[0]!.fromHz).toBeGreaterThan(countdownTones(1)[0]!.fromHz);
});
