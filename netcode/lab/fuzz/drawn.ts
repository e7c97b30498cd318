import fc from 'fast-check';
import { type Draw, drawFields } from '../../wire/fields.ts';
import { type Snapshot, snapshotFields } from '../../wire/snapshot.ts';

/** What a table of fields draws, as an arbitrary: fast-check shrinks each number by itself. */
export function drawn<T>(make: (draw: Draw) => T): fc.Arbitrary<T> {
  return fc.infiniteStream(fc.maxSafeNat()).map((numbers) => make((max) => (numbers.next().value ?? 0) % (max + 1)));
}

/** A snapshot of a state of so many words, with an input for each of its ticks. */
export function anySnapshotOf(wordCount: number, draw: Draw): Snapshot {
  const snapshot = drawFields(snapshotFields, draw);
  const inputs = snapshot.inputs.subarray(0, draw(3000));
  const words = Int32Array.from({ length: wordCount }, () => draw(0xffffffff) | 0);
  return { ...snapshot, baseTick: snapshot.baseTick >> 1, endTick: (snapshot.baseTick >> 1) + inputs.length, words, inputs };
}
