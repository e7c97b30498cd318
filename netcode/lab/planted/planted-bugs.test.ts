import { describe, expect, it } from 'vitest';
import { runSeed } from '../seed-run.ts';
import { find, givenOf, placesOf, sourceOf, withBug } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { MOST_SEEDS, recordedSeeds, row } from './table.ts';

/** For a machine that has other things to do: nothing here measures time. */
const TIMEOUT_MS = 600_000;

const recorded = recordedSeeds();

describe('planted bugs', () => {
  it('are at least twenty, each with a name of its own and in a place of its own', () => {
    expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
    for (const place of PLANTED_BUGS.flatMap(placesOf)) expect(withBug(sourceOf(place), place)).toContain(place.to);
  });

  it('have each a row in the lab’s README', () => {
    expect([...recorded.keys()]).toEqual(PLANTED_BUGS.map(({ name }) => name));
  });

  it.each(PLANTED_BUGS)('the lab finds: $name', { timeout: TIMEOUT_MS }, async (bug) => {
    const seeds = recorded.get(bug.name);
    const found = await find(bug, seeds, MOST_SEEDS);
    expect(found, `not within ${MOST_SEEDS} seeds`).toBeDefined();
    if (found === undefined) return;
    if (found.seeds !== seeds) process.stdout.write(`found elsewhere than netcode/lab/README.md says: ${row(bug.name, found)}\n`);
    // It is the bug that was found.
    expect(runSeed(BigInt(found.seeds), givenOf(bug)).failure).toBeUndefined();
  });
});
