import { getHeapStatistics } from 'node:v8';

/** Compilers and collectors run when they like; the least of this many measurements is the work's own. */
const MEASUREMENTS = 5;

function heldBytes(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

/**
 * Bytes that some work allocates, on the heap and in buffers outside it, whether it keeps them or not.
 * @param enoughBytes a measurement of no more than this is not repeated
 */
export function allocatedBytes(work: () => unknown, enoughBytes = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < MEASUREMENTS && least > enoughBytes; i++) {
    const before = heldBytes();
    work();
    const allocated = heldBytes() - before;
    // Less than before: a collection ran in between.
    if (allocated >= 0) least = Math.min(least, allocated);
  }
  return Number.isFinite(least) ? least : 0;
}
