import { describe, expect, it } from 'vitest';
import { CLEAN } from '../local/network.ts';
import { Word } from '../pong/state.ts';
import { readSavedMatch } from '../record/saved-match.ts';
import { DiskView } from './disk-view.ts';
import { Forgery, forge } from './forgery.ts';
import { Pair } from './pair.ts';

/** The leader's log after some rallies. */
function log(rallies: number): Uint8Array[] {
  const pair = new Pair(1, CLEAN, 1);
  pair.runUntil(() => pair.peers[0].session.confirmed[Word.rallies] === rallies, 200_000);
  return pair.peers[0].disk.log;
}

describe('a forged log', () => {
  it('reads as well as a true one, with a point more', () => {
    const [before, forged] = [log(3), log(3)];
    expect(forge(forged, Forgery.score, 1)).toBe(true);
    expect(() => new DiskView(forged, 'cheat').look()).not.toThrow();
    const [was, is] = [before, forged].map((records) => readSavedMatch(records)?.checkpoints[0]);
    expect(is?.words[Word.score1]).toBe((was?.words[Word.score1] ?? 0) + 1);
    expect(is?.chain).not.toEqual(was?.chain);
  });

  it('can be that of another match', () => {
    const forged = log(1);
    const token = readSavedMatch(forged)?.head.token;
    expect(forge(forged, Forgery.token, 0)).toBe(true);
    expect(readSavedMatch(forged)?.head.token).not.toEqual(token);
  });

  it('needs two checkpoints for a point', () => {
    expect(forge(log(1), Forgery.score, 0)).toBe(false);
  });
});
