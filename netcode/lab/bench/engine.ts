import { checksumWords } from '../../rollback/checksum.ts';
import { ourRollbacks } from './engine-ours.ts';
import { measureHeapGrowth } from './heap-growth.ts';
import { CountedGame } from './others/counted-game.ts';
import { MATCH_TICKS, pongWork } from './others/inputs.ts';
import type { ForcedRollback, Library } from './others/library.ts';
import { mixing, ROLLBACK_TICKS, type Work } from './others/work.ts';
import { rounded, type Spread, spread } from './statistics.ts';

/** Rounds in which everybody takes a turn: so many short ones that a busy machine interrupts some and does not move the median. */
const ROUNDS = 151;
/** Rounds before them, in which compilers do their work. */
const WARM_UP_ROUNDS = 40;
/** How long a turn takes, about, in ms: far above the clock's grain, and shorter than the slice a scheduler gives. */
const TURN_MS = 5;
/** Rounds for each game that is not Pong: its figures are to compare, and nothing is held to them. */
const GAME_ROUNDS = 41;
/** Frames of the first turn, before anybody's speed is known. */
const FIRST_FRAMES = 300;
/** Frames that are compared with the bare loop before anything is measured. */
const CHECKED_FRAMES = 3000;

/** What one contender needs for a frame, in µs. */
interface PerFrame {
  readonly usPerFrame: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Four fifths of the rounds lie between these two. */
  readonly p10Us: number;
  readonly p90Us: number;
}

/** One game, played by everybody who can. */
export interface GameResult {
  readonly words: number;
  readonly inputBits: number;
  readonly players: number;
  readonly ours: PerFrame;
  readonly others: Readonly<Record<string, PerFrame>>;
}

/** What `--suite=engine` prints. */
export interface EngineResult {
  readonly ours: PerFrame;
  readonly others: Readonly<Record<string, PerFrame & { readonly version: string; readonly notes: readonly string[] }>>;
  readonly ratioToBest: number;
  readonly heapBytesPerTick: number;
  readonly heap: Awaited<ReturnType<typeof measureHeapGrowth>>;
  readonly bareLoopUsPerFrame: number;
  readonly bareLoop: PerFrame;
  readonly rollbackTicks: number;
  readonly rounds: number;
  /** Pong first, then games with larger states, wider inputs and more players. */
  readonly games: readonly GameResult[];
}

/** The same work with nothing around it: load, step and save over a ring of states, and one checksum. */
function bareLoop(): ForcedRollback {
  const game = pongWork.game();
  const words = game.stateWords;
  const state = game.create();
  const ring = new Int32Array(16 * words);
  const inputs = new Int32Array(2);
  game.save(state, ring, 0);
  return {
    checksumLag: ROLLBACK_TICKS - 1,
    get steps() {
      return 0;
    },
    frame(tick) {
      const from = Math.max(0, tick - ROLLBACK_TICKS);
      game.load(state, ring, (from & 15) * words);
      for (let t = from; t <= tick; t++) {
        inputs[0] = pongWork.inputAt(0, t);
        // Like a prediction: the newest input that is known.
        inputs[1] = tick < ROLLBACK_TICKS ? 0 : pongWork.inputAt(1, from);
        game.step(state, inputs);
        game.save(state, ring, ((t + 1) & 15) * words);
      }
      return checksumWords(ring, ((from + 1) & 15) * words, words);
    },
  };
}

/** Checksums of the right states, by tick. */
function referenceChecksums({ game, players, inputAt }: Work): readonly number[] {
  const reference = new CountedGame(false, game());
  const checksums = [reference.checksum()];
  for (let tick = 0; tick < CHECKED_FRAMES; tick++) {
    for (let player = 0; player < players; player++) reference.inputs[player] = inputAt(player, tick);
    reference.step();
    checksums.push(reference.checksum());
  }
  return checksums;
}

/** Every contender must reach the same states, with no fewer simulated ticks than the work asks for. */
function checkWork(name: string, contender: ForcedRollback, reference: readonly number[], countsSteps: boolean): void {
  for (let tick = 0; tick < CHECKED_FRAMES; tick++) {
    const before = contender.steps;
    const checksum = contender.frame(tick);
    if (tick <= 2 * ROLLBACK_TICKS) continue;
    const expected = reference[tick - contender.checksumLag];
    if (checksum >>> 0 !== (expected ?? 0) >>> 0) throw new Error(`${name} reached another state than it should at tick ${tick}`);
    const steps = contender.steps - before;
    if (countsSteps && steps !== ROLLBACK_TICKS + 1) {
      throw new Error(`${name} simulated ${steps} ticks in a frame, not ${ROLLBACK_TICKS + 1}, at tick ${tick}`);
    }
  }
}

interface Turn {
  readonly name: string;
  readonly make: () => ForcedRollback;
  readonly runs: number[];
  contender: ForcedRollback;
  tick: number;
  frames: number;
  sink: number;
}

function takeTurn(turn: Turn): number {
  if (turn.tick + turn.frames > MATCH_TICKS) {
    turn.contender = turn.make();
    turn.tick = 0;
  }
  const { contender, tick: from, frames } = turn;
  let sink = 0;
  const began = process.hrtime.bigint();
  for (let tick = from; tick < from + frames; tick++) sink ^= contender.frame(tick);
  const us = Number(process.hrtime.bigint() - began) / 1000;
  turn.sink ^= sink;
  turn.tick += frames;
  return us / frames;
}

type Contender = readonly [name: string, make: () => ForcedRollback, countsSteps: boolean];

function contenders(work: Work, others: readonly Library[]): readonly Contender[] {
  return [
    ['ours', () => ourRollbacks(work), false],
    ...others.map(({ name, forceRollbacks }): Contender => [name, () => forceRollbacks(work), true]),
  ];
}

/** Measures contenders against each other, in turns. */
function measure(work: Work, all: readonly Contender[], rounds: number): (name: string) => PerFrame {
  const reference = referenceChecksums(work);
  const turns = all.map(([name, make, countsSteps]): Turn => {
    checkWork(name, make(), reference, countsSteps);
    return { name, make, runs: [], contender: make(), tick: 0, frames: FIRST_FRAMES, sink: 0 };
  });
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    if (round % 50 === 0) process.stderr.write(`Round ${round} of ${rounds} …\n`);
    for (const turn of turns) {
      const usPerFrame = takeTurn(turn);
      if (round >= 0) turn.runs.push(usPerFrame);
      else turn.frames = Math.min(MATCH_TICKS, Math.max(FIRST_FRAMES, Math.round((TURN_MS * 1000) / usPerFrame)));
    }
  }
  const byName = new Map(turns.map(({ name, runs }) => [name, spread(runs)]));
  return (name) => describe(byName.get(name) ?? spread([Number.NaN]));
}

/** Has everybody who can play a game that mixes inputs. */
function measureGame(words: number, inputBits: number, players: number, others: readonly Library[]): GameResult {
  const work = mixing(words, inputBits, players);
  const able = others.filter(({ maxPlayers }) => maxPlayers >= players);
  const perFrame = measure(work, contenders(work, able), GAME_ROUNDS);
  return { words, inputBits, players, ours: perFrame('ours'), others: Object.fromEntries(able.map(({ name }) => [name, perFrame(name)])) };
}

/** Measures the engines against each other. */
export async function engineSuite(others: readonly Library[]): Promise<EngineResult> {
  const perFrame = measure(pongWork, [...contenders(pongWork, others), ['bare loop', bareLoop, false]], ROUNDS);
  const ours = perFrame('ours');
  const best = Math.min(...others.map(({ name }) => perFrame(name).usPerFrame));
  process.stderr.write('Measuring heap growth …\n');
  const heap = await measureHeapGrowth('engine');
  const { stateWords: words, inputBits } = pongWork.game();
  return {
    ours,
    others: Object.fromEntries(others.map(({ name, version, notes }) => [name, { ...perFrame(name), version, notes }])),
    ratioToBest: rounded(ours.usPerFrame / best, 4),
    heapBytesPerTick: heap.bytesPerTick,
    heap,
    bareLoopUsPerFrame: perFrame('bare loop').usPerFrame,
    bareLoop: perFrame('bare loop'),
    rollbackTicks: ROLLBACK_TICKS,
    rounds: ROUNDS,
    games: [
      { words, inputBits, players: 2, ours, others: Object.fromEntries(others.map(({ name }) => [name, perFrame(name)])) },
      measureGame(64, 8, 2, others),
      measureGame(1024, 16, 2, others),
      measureGame(64, 8, 4, others),
    ],
  };
}

function describe({ median, min, max, p10, p90 }: Spread): PerFrame {
  return {
    usPerFrame: rounded(median, 3),
    minUs: rounded(min, 3),
    maxUs: rounded(max, 3),
    p10Us: rounded(p10, 3),
    p90Us: rounded(p90, 3),
  };
}
