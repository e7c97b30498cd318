import { type HeapReport, measureHeapGrowth } from './heap-growth.ts';
import type { Library } from './others/library.ts';
import { ourSessions } from './session-ours.ts';
import { median, rounded } from './statistics.ts';
import { ticksOf, type WholeTicks } from './whole-ticks.ts';

/** Rounds in which every contender takes a turn. */
const ROUNDS = 101;
/** Rounds before them, in which compilers do their work. */
const WARM_UP_ROUNDS = 20;
/** How long a turn takes, about, in ms: far above the clock's grain, and shorter than the slice a scheduler gives. */
const TURN_MS = 5;
/** Frames of the first turn, before any speed is known. */
const FIRST_FRAMES = 100;

/** What `--suite=session` prints. */
export interface SessionResult {
  readonly ours: { readonly usPerTick: number; readonly usPerSide: number; readonly heapBytesPerTick: number };
  readonly others: Readonly<Record<string, { readonly usPerTick: number; readonly version: string }>>;
  readonly heap: HeapReport;
  readonly rounds: number;
  /** What the numbers mean. */
  readonly notes: readonly string[];
}

const NOTES = [
  'usPerTick: one tick of both sides: packets in, input of a bot, tick with the rollback that late inputs force, confirmation, packet out',
  'the two sides are three ticks apart on a wire without loss, the same for all; a bot of the same strength plays each paddle',
  'heapBytesPerTick: what a tick of both sides leaves on the heap, over ticks in which no rally ended, with a clock of whole milliseconds',
] as const;

interface Turn {
  readonly name: string;
  readonly ticks: WholeTicks;
  readonly runs: number[];
  frames: number;
}

function takeTurn({ ticks, frames, name }: Turn): number {
  const before = ticks.ticks;
  const began = process.hrtime.bigint();
  for (let frame = 0; frame < frames; frame++) ticks.frame();
  const us = Number(process.hrtime.bigint() - began) / 1000;
  const played = ticks.ticks - before;
  // A side that waits does no work, and must not look fast for it.
  if (played < frames) throw new Error(`${name} played ${played} ticks on both sides in ${frames} frames`);
  return (us * 2) / played;
}

/** Measures whole ticks of the sessions against each other, in turns. */
export async function sessionSuite(others: readonly Library[]): Promise<SessionResult> {
  const turns: Turn[] = [{ name: 'ours', ticks: ourSessions(), runs: [], frames: FIRST_FRAMES }];
  const notes: string[] = [...NOTES];
  for (const library of others) {
    const ticks = await ticksOf(library);
    if (ticks === undefined) notes.push(`${library.name} did not begin a match on this wire`);
    else turns.push({ name: library.name, ticks, runs: [], frames: FIRST_FRAMES });
  }
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const turn of turns) {
      const usPerTick = takeTurn(turn);
      if (round >= 0) turn.runs.push(usPerTick);
      else turn.frames = Math.max(FIRST_FRAMES, Math.round((TURN_MS * 1000) / usPerTick));
    }
  }
  for (const { ticks } of turns) ticks.check();
  const usPerTick = (name: string): number => rounded(median(turns.find((turn) => turn.name === name)?.runs ?? []), 3);
  const heap = await measureHeapGrowth('session');
  const played = others.filter(({ name }) => turns.some((turn) => turn.name === name));
  return {
    ours: { usPerTick: usPerTick('ours'), usPerSide: rounded(usPerTick('ours') / 2, 3), heapBytesPerTick: heap.bytesPerTick },
    others: Object.fromEntries(played.map(({ name, version }) => [name, { usPerTick: usPerTick(name), version }])),
    heap,
    rounds: ROUNDS,
    notes,
  };
}
