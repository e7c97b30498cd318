import { describe, expect, it } from 'vitest';
import { tryInput } from './campaign.ts';
import { openCorpus } from './corpus.ts';
import { toHex } from './hex.ts';
import { wireTargets } from './targets/wire.ts';
import { targets } from './targets.ts';

const corpus = openCorpus(import.meta.dirname);

describe.each(targets.map((target) => [target.name, target] as const))('%s', (name, target) => {
  it('holds for what honest peers send, and for everything that a search found', () => {
    for (const input of [...target.seeds(), ...corpus.reaching(name), ...corpus.regressions(name)]) {
      const { failure } = tryInput(target, input, true);
      expect(failure && `${failure}: ${toHex(input).slice(0, 400)}`).toBeUndefined();
    }
  });
});

describe.each(wireTargets.map((target) => [target.name, target] as const))('%s', (_name, target) => {
  it('holds for every start of the golden bytes, and with any one byte changed to any other', () => {
    const tried = target
      .seeds()
      .flatMap((golden) => [
        ...Array.from(golden, (_, length) => golden.slice(0, length)),
        ...Array.from(golden, (_, at) => Array.from({ length: 256 }, (__, byte) => golden.with(at, byte))).flat(),
      ]);
    expect(tried.length).toBeGreaterThan(2000);
    for (const input of tried) expect(tryInput(target, input, false).failure && toHex(input)).toBeUndefined();
  });
});

it('keeps no corpus of a target that is gone', () => {
  const names = corpus.names();
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !targets.some((target) => target.name === name))).toEqual([]);
});
