import type { Random } from '../../local/random.ts';

/** Numbers at the edges of what fields hold. */
const EDGES = [0, 1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 129, 254, 255];
/** Most changes to one input: enough to get past a length and what it measures together. */
const MAX_CHANGES = 6;

type Change = (random: Random, input: Uint8Array, other: Uint8Array, dictionary: readonly Uint8Array[]) => Uint8Array;

const flipBit: Change = (random, input) => {
  const at = random.below(input.length);
  return input.with(at, (input[at] ?? 0) ^ (1 << random.below(8)));
};

const setByte: Change = (random, input) => input.with(random.below(input.length), random.below(256));

const setEdge: Change = (random, input) => input.with(random.below(input.length), EDGES[random.below(EDGES.length)] ?? 0);

const nudge: Change = (random, input) => {
  const at = random.below(input.length);
  return input.with(at, (input[at] ?? 0) + random.below(9) - 4);
};

const cutTail: Change = (random, input) => input.slice(0, random.below(input.length));

const remove: Change = (random, input) => {
  const [from, length] = range(random, input.length);
  return join(input.subarray(0, from), input.subarray(from + length));
};

const repeat: Change = (random, input) => {
  const [from, length] = range(random, input.length);
  const part = input.subarray(from, from + length);
  const times = random.chance(0.1) ? 2 + random.below(64) : 1;
  return join(input.subarray(0, from), ...Array.from({ length: times }, () => part), input.subarray(from));
};

const insertBytes: Change = (random, input) => {
  const at = random.below(input.length + 1);
  const bytes = Uint8Array.from({ length: 1 + random.below(random.chance(0.1) ? 64 : 4) }, () => random.below(256));
  return join(input.subarray(0, at), bytes, input.subarray(at));
};

const insertWord: Change = (random, input, _other, dictionary) => {
  const word = dictionary[random.below(dictionary.length)] ?? Uint8Array.of(0);
  const at = random.below(input.length + 1);
  return join(input.subarray(0, at), word, input.subarray(random.chance(0.5) ? at : Math.min(input.length, at + word.length)));
};

const splice: Change = (random, input, other) => {
  const [from, length] = range(random, other.length);
  const at = random.below(input.length + 1);
  const rest = random.chance(0.5) ? input.subarray(at) : new Uint8Array(0);
  return join(input.subarray(0, at), other.subarray(from, from + length), rest);
};

const CHANGES: readonly Change[] = [flipBit, setByte, setEdge, nudge, cutTail, remove, repeat, insertBytes, insertWord, insertWord, splice];
/** Those that an empty input stands. */
const GROWING: readonly Change[] = [insertBytes, insertWord, splice];

/**
 * A changed copy of an input: one to six small changes, in the manner of AFL's "havoc" stage.
 * @param other an input whose parts may be mixed in
 */
export function mutate(
  random: Random,
  input: Uint8Array,
  other: Uint8Array,
  dictionary: readonly Uint8Array[],
  maxBytes: number,
): Uint8Array {
  let changed: Uint8Array = input;
  for (let left = 1 + random.below(MAX_CHANGES); left > 0; left--) {
    const changes = changed.length === 0 ? GROWING : CHANGES;
    changed = changes[random.below(changes.length)]?.(random, changed, other, dictionary) ?? changed;
    if (changed.length > maxBytes) changed = changed.subarray(0, maxBytes);
  }
  return changed.slice();
}

/** A part of `length` bytes: mostly short, sometimes anything. */
function range(random: Random, length: number): [from: number, length: number] {
  const from = random.below(Math.max(1, length));
  const most = random.chance(0.7) ? Math.min(8, length - from) : length - from;
  return [from, most <= 0 ? 0 : 1 + random.below(most)];
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
