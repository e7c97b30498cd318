import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Corpus, openCorpus } from './corpus.ts';

let folder: string;
let corpus: Corpus;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-corpus-'));
  for (const inner of ['corpus', 'regressions']) mkdirSync(join(folder, inner));
  corpus = openCorpus(folder);
});

afterEach(() => rmSync(folder, { recursive: true }));

it('reads back what it wrote, the empty input too, and leaves the same file whatever the order', () => {
  const inputs = [Uint8Array.of(2, 1), Uint8Array.of(), Uint8Array.of(255)];
  corpus.writeReaching('toy', inputs);
  const file = join(folder, 'corpus/toy.hex');
  const written = readFileSync(file, 'utf8');
  expect(corpus.reaching('toy')).toEqual([Uint8Array.of(), Uint8Array.of(255), Uint8Array.of(2, 1)]);
  corpus.writeReaching('toy', inputs.toReversed());
  expect(readFileSync(file, 'utf8')).toBe(written);
});

it('keeps every regression once, with what it broke', () => {
  corpus.addRegression('toy', Uint8Array.of(1), 'one\nline');
  corpus.addRegression('toy', Uint8Array.of(1, 2), 'two');
  corpus.addRegression('toy', Uint8Array.of(1), 'again');
  expect(readFileSync(join(folder, 'regressions/toy.hex'), 'utf8')).toBe('# one line\n01\n# two\n0102\n');
  expect(corpus.regressions('toy')).toEqual([Uint8Array.of(1), Uint8Array.of(1, 2)]);
  expect(corpus.names()).toEqual(['toy']);
});

it('has nothing of a target that was never tried', () => {
  expect([corpus.reaching('toy'), corpus.regressions('toy'), corpus.names()]).toEqual([[], [], []]);
});
