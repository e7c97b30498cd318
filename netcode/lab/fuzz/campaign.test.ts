import { expect, it } from 'vitest';
import { Random } from '../../local/random.ts';
import { allocatedBytes } from './allocation.ts';
import { Campaign, tryInput } from './campaign.ts';
import { COVERAGE_VARIABLE, Coverage } from './coverage.ts';
import type { FuzzTarget } from './target.ts';

const line = { start: { line: 1 } };

/** Counters as the instrumenter would put them into a decoder with one branch after each of three bytes. */
function counting(): { readonly reach: (branch: number) => unknown; readonly coverage: Coverage } {
  const counts = [0, 0, 0, 0];
  Reflect.set(globalThis, COVERAGE_VARIABLE, {
    '/top/toy.ts': { s: {}, b: { 0: counts }, statementMap: {}, branchMap: { 0: { loc: line } } },
  });
  return { reach: (branch) => counts.splice(branch, 1, 1), coverage: new Coverage('/top', ['toy.ts']) };
}

const toy: FuzzTarget = { name: 'toy', sources: ['toy.ts'], maxBytes: 8, seeds: () => [], dictionary: [], check: () => undefined };

it('finds a bug behind three bytes that chance alone would take sixteen million tries for', () => {
  const { reach, coverage } = counting();
  const check = (input: Uint8Array): void => {
    for (const [at, byte] of [0x50, 0x44, 0x4c].entries()) {
      if (input[at] !== byte) return;
      reach(at);
    }
    throw new Error('found');
  };
  const result = Campaign.run({ ...toy, check }, { coverage, known: [], random: new Random(1, 'toy'), executions: 50_000 });
  expect(result.failures.map(({ message, input }) => [message, [...input]])).toEqual([['Error: found', [0x50, 0x44, 0x4c]]]);
  expect(result).toMatchObject({ branches: 2, branchesInAll: 4, unreached: ['toy.ts:1'] });
  expect(result.corpus.length).toBe(2);
});

it('keeps each outcome that a target names once', () => {
  const { coverage } = counting();
  const outcome = (input: Uint8Array): string => `${input.length}`;
  const { corpus } = Campaign.run({ ...toy, outcome }, { coverage, known: [], random: new Random(1, 'toy'), executions: 2000 });
  expect(corpus.map(({ length }) => length)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('sees what a decoder allocates because of what its input claims, and only that', () => {
  const claim = (input: Uint8Array): Uint8Array => new Uint8Array((input[0] ?? 0) * 1000);
  const target: FuzzTarget = { ...toy, decode: claim, mayAllocate: (bytes) => 4096 + 8 * bytes };
  expect(tryInput(target, Uint8Array.of(200), true).failure).toMatch(/^allocates \d+ bytes for 1, more than 4104$/);
  expect(tryInput(target, Uint8Array.of(1), true).failure).toBeUndefined();
  expect(allocatedBytes(() => new Array(10_000).fill({}))).toBeGreaterThan(40_000);
});
