import { describe, expect, it } from 'vitest';
import { runMeshSeed } from './mesh-run.ts';

/** For a machine that has other things to do: nothing here measures time. */
const TIMEOUT_MS = 300_000;

describe('a table through drawn faults', () => {
  it('holds every invariant over 12 fixed seeds', { timeout: TIMEOUT_MS }, () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { failures } = runMeshSeed(seed);
      expect({ seed, failures }).toEqual({ seed, failures: [] });
    }
  });
});
