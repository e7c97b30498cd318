/** Runs in a process of its own: plays ticks and prints how much they left on the heap. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { ourRollbacks } from './engine-ours.ts';
import { MATCH_TICKS } from './others/inputs.ts';
import type { ForcedRollback } from './others/library.ts';

/** What is measured. */
export interface HeapReport {
  readonly ticks: number;
  /** Heap used after the ticks minus before, less what asking for it twice costs, for each tick. */
  readonly bytesPerTick: number;
  readonly grownBytes: number;
  /** What asking for the heap's size twice with nothing between leaves behind, as measured. */
  readonly askingBytes: number;
  /** Collections while the ticks ran: with any, the number would mean nothing. */
  readonly collections: number;
}

const TICKS = 100_000;
/** Compilers work beside the main thread and hand in their code when it pauses; this many pauses have always been enough. */
const WARM_UP_PAUSES = 16;
const PAUSE_MS = 20;
/** What is left of the prepared match when the ticks that count are set aside. */
const TICKS_A_PAUSE = Math.floor((MATCH_TICKS - TICKS) / WARM_UP_PAUSES);

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});

/** Heap used, in bytes; not inlined into numbers that would themselves be allocated between two calls. */
const used = new Float64Array(4);
function ask(slot: number): void {
  used[slot] = process.memoryUsage().heapUsed;
}

let sink = 0;
function play(rollbacks: ForcedRollback, from: number, to: number): void {
  for (let tick = from; tick < to; tick++) sink ^= rollbacks.frame(tick);
}

// Two matches in turns, so that no code is compiled for one of them alone and then again for the other.
const rehearsal = ourRollbacks();
const measured = ourRollbacks();
for (let pause = 0; pause < WARM_UP_PAUSES; pause++) {
  for (const rollbacks of [rehearsal, measured]) play(rollbacks, pause * TICKS_A_PAUSE, (pause + 1) * TICKS_A_PAUSE);
  for (let i = 0; i < 100; i++) ask(i & 3);
  await setTimeout(PAUSE_MS);
}
observer.observe({ entryTypes: ['gc'] });
await setImmediate();
ask(0);
ask(1);
play(measured, WARM_UP_PAUSES * TICKS_A_PAUSE, WARM_UP_PAUSES * TICKS_A_PAUSE + TICKS);
ask(2);
await setImmediate();
await setImmediate();
observer.disconnect();
const askingBytes = (used[1] ?? 0) - (used[0] ?? 0);
const grownBytes = (used[2] ?? 0) - (used[1] ?? 0);
if (collections > 0) throw new Error(`${collections} collections ran while the heap was measured: its new space is too small`);
const report: HeapReport = { ticks: TICKS, bytesPerTick: (grownBytes - askingBytes) / TICKS, grownBytes, askingBytes, collections };
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = sink === 0.5 ? 1 : 0;
