import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runSeed } from '../seed-run.ts';
import { find, givenOf, placeOf, placesOf, withBug } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { MOST_SEEDS, recordedSeeds, row } from './table.ts';

/** For a machine that has other things to do: nothing here measures time. */
const TIMEOUT_MS = 600_000;

const recorded = recordedSeeds();

describe('planted bugs', () => {
  it('are at least twenty, each with a name of its own and in a place of its own', () => {
    expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
    for (const bug of PLANTED_BUGS.flatMap(placesOf)) {
      const place = placeOf(bug);
      expect(withBug(readFileSync(place.file, 'utf8'), bug, place)).toContain(bug.to);
    }
  });

  it('are found however the code is laid out, and only in their own symbol', () => {
    const source = 'function a() { f(x, y); }\nfunction b() {\n  f(\n    x,\n    y,\n  );\n}\n';
    const at = { file: '', start: source.indexOf('function b'), end: source.length };
    expect(withBug(source, { symbol: 'b', from: 'f(x, y);', to: 'g();' }, at)).toBe(
      'function a() { f(x, y); }\nfunction b() {\n  g();\n}\n',
    );
    expect(() => withBug(source, { symbol: 'b', from: 'f(x)', to: '' }, at)).toThrow('0 times in b');
  });

  it('say so when their symbol is gone', () => {
    expect(() => placeOf({ symbol: 'Rollback.gone', from: '', to: '' })).toThrow('nothing in netcode/ has that name');
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
