import { readName } from 'paddlewire-netcode/text';
import { expect, it } from 'vitest';
import { madeUpName } from './made-up-name.ts';

const nameOf = (first: number, second: number, not?: string): string => madeUpName(Uint8Array.of(first, second), not);
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);

it('every name is one that the other player sees unchanged, and all words are equally likely', () => {
  const all = BYTES.flatMap((first) => BYTES.map((second) => nameOf(first, second)));
  const names = new Map<string, number>();
  for (const name of all) names.set(name, (names.get(name) ?? 0) + 1);
  expect(names.size).toBe(64 * 64);
  expect(new Set(names.values())).toEqual(new Set([16]));
  for (const name of names.keys()) {
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(readName(name)).toBe(name);
  }
});

it('the same bytes give the same name, unless it is the one to be replaced', () => {
  expect(nameOf(7, 255)).toBe(nameOf(7, 255));
  const before = nameOf(7, 255);
  const other = nameOf(7, 255, before);
  expect(other).not.toBe(before);
  expect(other).toBe(nameOf(7, 0));
});
