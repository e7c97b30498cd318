/** Runs in a process of its own: plays ticks and prints how much they left on the heap. `heap-child.js engine|session`. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { ourRollbacks } from './engine-ours.ts';
import { ourSessions } from './session-ours.ts';

/** What is measured. */
export interface HeapReport {
  readonly ticks: number;
  /** Heap used after the ticks minus before, less what asking for it twice costs, for each tick. */
  readonly bytesPerTick: number;
  readonly grownBytes: number;
  /** What asking for the heap's size twice with nothing between leaves behind, as measured. */
  readonly askingBytes: number;
}

/** Something that plays ticks. */
interface Player {
  /** Plays ticks. @returns false when something happened among them that may allocate, and they don't count */
  play(ticks: number): boolean;
}

const TICKS = 100_000;
/** Compilers work beside the main thread and hand in their code when it pauses; this many pauses have always been enough. */
const WARM_UP_PAUSES = 16;
const PAUSE_MS = 20;
const TICKS_A_PAUSE = 20_000;
/** Ticks between two looks at the heap where some don't count: shorter than most rallies. */
const STRETCH_TICKS = 100;

let sink = 0;

function engine(): Player {
  const rollbacks = ourRollbacks();
  let tick = 0;
  return {
    play(ticks) {
      for (const end = tick + ticks; tick < end; tick++) sink ^= rollbacks.frame(tick);
      return true;
    },
  };
}

function session(): Player {
  const sessions = ourSessions();
  return {
    play(ticks) {
      const before = sessions.records;
      for (let tick = 0; tick < ticks; tick++) sessions.frame();
      return sessions.records === before;
    },
  };
}

const [make, stretch] = process.argv[2] === 'session' ? [session, STRETCH_TICKS] : [engine, TICKS];

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});

/** Heap used, in bytes; not inlined into numbers that would themselves be allocated between two calls. */
const used = new Float64Array(4);
function ask(slot: number): void {
  used[slot] = process.memoryUsage().heapUsed;
}

// Two matches in turns, so that no code is compiled for one of them alone and then again for the other.
const rehearsal = make();
const measured = make();
for (let pause = 0; pause < WARM_UP_PAUSES; pause++) {
  for (const player of [rehearsal, measured]) player.play(TICKS_A_PAUSE);
  for (let i = 0; i < 100; i++) ask(i & 3);
  await setTimeout(PAUSE_MS);
}
observer.observe({ entryTypes: ['gc'] });
await setImmediate();
let ticks = 0;
let grownBytes = 0;
let askingBytes = 0;
while (ticks < TICKS) {
  ask(0);
  ask(1);
  const counts = measured.play(stretch);
  ask(2);
  // A collection in a stretch is told of afterwards; what is allocated between the stretches calls for one now and then.
  const seen = collections;
  await setImmediate();
  if (!counts || collections > seen) continue;
  ticks += stretch;
  askingBytes += (used[1] ?? 0) - (used[0] ?? 0);
  grownBytes += (used[2] ?? 0) - (used[1] ?? 0);
}
observer.disconnect();
const report: HeapReport = { ticks, bytesPerTick: (grownBytes - askingBytes) / ticks, grownBytes, askingBytes };
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = sink === 0.5 ? 1 : 0;
