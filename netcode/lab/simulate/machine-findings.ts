import { Random } from '../../local/random.ts';
import { mean, rounded } from '../bench/statistics.ts';
import { machineLoads } from '../clocks/load.ts';
import { SIDES, type Three } from '../clocks/machines.ts';
import { MachineRuns, type Measured } from './machine-runs.ts';

/** Ticks a second that the machines of the experiment have. */
const SLOWEST = 1;
const FASTEST = 6;
/** As long as the experiment ran each time. */
const MINUTE_SECONDS = 60;
/** Long enough that growth stands out from chance. */
const LONG_SECONDS = 600;
/**
 * A queue that gains more than this in a long run counts as growing, in messages a second: a load of exactly 1 wanders up by about 0.03, the
 * slowest real growth among whole rates is 1/6.
 */
const GROWS_PER_SECOND = 0.1;
/** A load this close to 1 is 1: the rest is rounding. */
const CRITICAL = 1e-9;
/** The rule of thumb: a queue grows when the slowest machine's rate is below this share of the fastest one's. */
export const THUMB_SHARE = 1 / 5;
/** A queue of this many messages is one that a reader of the logs would call long. */
const LONG_QUEUE = 10;
/** For each this many draws of a minute, one long run of each setting is made: it takes ten times as long, and there are many settings. */
const DRAWS_PER_LONG_RUN = 50;

/** Minutes whose rates were drawn, by how far apart the rates are. */
export interface MinuteRow extends Measured {
  /** Slowest rate over fastest. */
  readonly slowToFast: string;
  readonly runs: number;
}

/** One combination of three rates, over a long time. */
export interface TripleRow extends Measured {
  readonly ratesPerSecond: Three<number>;
  /** Messages that come for each that the slowest machine can read, by theory. */
  readonly load: number;
  readonly predicted: 'grows' | 'critical' | 'keeps up';
  readonly predictedGrowthPerSecond: number;
  readonly growthPerSecond: number;
  readonly predictedFreeShare: number;
  /** How much further the slowest machine's clock falls behind each second: `f (1 − s / a)` when `a` messages come and `s` are read. */
  readonly predictedDriftPerSecond: number;
  readonly driftPerSecond: number;
  readonly grows: boolean;
}

/** How the theory and the rule of thumb did over all combinations. Those of load 1 are left out: they neither grow nor keep up. */
export interface RuleCheck {
  readonly combinations: number;
  readonly critical: readonly string[];
  readonly growing: number;
  readonly theoryWrong: readonly string[];
  /** Where the rule of thumb is wrong, taken as "under a fifth" and as "a fifth at most". */
  readonly underFifthWrong: readonly string[];
  readonly fifthAtMostWrong: readonly string[];
  /** Largest difference between theory and measurement, in messages a second. */
  readonly worstGrowthError: number;
}

/** Growth at one ratio of slow to fast, with the third machine as slow or as fast as the other two. */
export interface SweepRow {
  readonly slowToFast: number;
  readonly third: 'slow' | 'fast';
  readonly predictedGrowthPerSecond: number;
  readonly growthPerSecond: number;
}

/** How sure one run is to show a long queue at some load. */
export interface SharpnessRow {
  readonly load: number;
  /** Share of the runs that end with at least {@link LONG_QUEUE} messages waiting. */
  readonly longAfterMinute: number;
  readonly longAfterTenMinutes: number;
}

/** How far the clocks are apart after a minute, for other ranges of rates and rarer messages. */
export interface DriftRow {
  readonly ratesPerSecond: readonly [number, number];
  readonly sides: number;
  readonly drift: number;
  /** The same of those runs alone in which theory says that every machine keeps up, and their share; NaN when there are none. */
  readonly driftKeepingUp: number;
  readonly keepingUpShare: number;
  readonly jumpMean: number;
}

/** All that the experiment shows. */
export interface MachineFindings {
  readonly minutes: readonly MinuteRow[];
  readonly triples: readonly TripleRow[];
  readonly rule: RuleCheck;
  readonly sweep: readonly SweepRow[];
  readonly sharpness: readonly SharpnessRow[];
  readonly drift: readonly DriftRow[];
}

function draw(random: Random, from: number, to: number): Three<number> {
  const rate = (): number => from + random.below(to - from + 1);
  const [slow = 0, middle = 0, fast = 0] = [rate(), rate(), rate()].sort((a, b) => a - b);
  return [slow, middle, fast];
}

/** Classes of slowest rate over fastest, by their upper ends. */
const CLASSES = [
  { below: 1 / 5, name: 'under 1/5' },
  { below: 1 / 3, name: '1/5 to 1/3' },
  { below: 1 / 2, name: '1/3 to 1/2' },
  { below: 0.75, name: '1/2 to 3/4' },
  { below: Number.POSITIVE_INFINITY, name: '3/4 to 1' },
] as const;

function minuteRows(seeds: number, from: number): MinuteRow[] {
  const classes = CLASSES.map(({ below, name }) => ({ below, name, runs: new MachineRuns() }));
  for (let seed = from; seed < from + seeds; seed++) {
    const rates = draw(new Random(seed, 'rates'), SLOWEST, FASTEST);
    const share = rates[0] / rates[2];
    classes.find(({ below }) => share < below)?.runs.run(rates, SIDES, MINUTE_SECONDS, seed);
  }
  return classes
    .filter(({ runs }) => runs.queues.length > 0)
    .map(({ name, runs }) => ({ slowToFast: name, runs: runs.queues.length, ...runs.measured }));
}

function runsOf(ratesPerSecond: Three<number>, seconds: number, count: number, from: number): MachineRuns {
  const runs = new MachineRuns();
  for (let seed = from; seed < from + count; seed++) runs.run(ratesPerSecond, SIDES, seconds, seed);
  return runs;
}

function verdict(load: number): TripleRow['predicted'] {
  if (Math.abs(load - 1) < CRITICAL) return 'critical';
  return load > 1 ? 'grows' : 'keeps up';
}

function tripleRow(ratesPerSecond: Three<number>, count: number, from: number): TripleRow {
  const [slow, , fast] = ratesPerSecond;
  const [theory] = machineLoads(ratesPerSecond, SIDES);
  const load = theory.arrivalsPerSecond / slow;
  const { measured } = runsOf(ratesPerSecond, LONG_SECONDS, count, from);
  const growthPerSecond = rounded(measured.queue / LONG_SECONDS, 3);
  return {
    ratesPerSecond,
    load: rounded(load, 3),
    predicted: verdict(load),
    predictedGrowthPerSecond: rounded(theory.growthPerSecond, 3),
    growthPerSecond,
    predictedFreeShare: rounded(theory.freePerSecond / slow, 3),
    predictedDriftPerSecond: rounded(fast * Math.max(0, 1 - 1 / load), 2),
    driftPerSecond: rounded(measured.drift / LONG_SECONDS, 2),
    grows: growthPerSecond > GROWS_PER_SECOND,
    ...measured,
  };
}

function tripleRows(count: number, from: number): TripleRow[] {
  const rows: TripleRow[] = [];
  for (let slow = SLOWEST; slow <= FASTEST; slow++) {
    for (let middle = slow; middle <= FASTEST; middle++) {
      for (let fast = middle; fast <= FASTEST; fast++) rows.push(tripleRow([slow, middle, fast], count, from));
    }
  }
  return rows;
}

/** Slowest rate over fastest. */
export function slowToFast({ ratesPerSecond }: TripleRow): number {
  return ratesPerSecond[0] / ratesPerSecond[2];
}

function checkRule(triples: readonly TripleRow[]): RuleCheck {
  const names = (rows: readonly TripleRow[]): string[] => rows.map(({ ratesPerSecond }) => ratesPerSecond.join('·'));
  const decided = triples.filter(({ predicted }) => predicted !== 'critical');
  const wrong = (thumbSaysGrows: (share: number) => boolean): TripleRow[] =>
    decided.filter((row) => row.grows !== thumbSaysGrows(slowToFast(row)));
  return {
    combinations: triples.length,
    critical: names(triples.filter(({ predicted }) => predicted === 'critical')),
    growing: decided.filter(({ grows }) => grows).length,
    theoryWrong: names(decided.filter(({ grows, predicted }) => grows !== (predicted === 'grows'))),
    underFifthWrong: names(wrong((share) => share < THUMB_SHARE)),
    fifthAtMostWrong: names(wrong((share) => share <= THUMB_SHARE)),
    worstGrowthError: rounded(
      Math.max(...decided.map(({ growthPerSecond, predictedGrowthPerSecond }) => Math.abs(growthPerSecond - predictedGrowthPerSecond))),
      3,
    ),
  };
}

function sweepRows(count: number, from: number): SweepRow[] {
  const rows: SweepRow[] = [];
  for (const third of ['slow', 'fast'] as const) {
    for (let hundredths = 8; hundredths <= 44; hundredths += 2) {
      const slow = (FASTEST * hundredths) / 100;
      const rates: Three<number> = [slow, third === 'slow' ? slow : FASTEST, FASTEST];
      const { queues } = runsOf(rates, LONG_SECONDS, count, from);
      rows.push({
        slowToFast: hundredths / 100,
        third,
        predictedGrowthPerSecond: rounded(machineLoads(rates, SIDES)[0].growthPerSecond, 3),
        growthPerSecond: rounded(mean(queues) / LONG_SECONDS, 3),
      });
    }
  }
  return rows;
}

/**
 * Three rates that load the slowest machine as wanted, the other two being the fastest there are. The balance of load.ts with both of them alike:
 * each has `f` free ticks, `f (1 + p) = FASTEST − p × (free ticks of the slow one)`, and the slow one gets `2 p f`.
 */
function ratesOfLoad(load: number): Three<number> {
  const reach = 2 / SIDES;
  const slow = (2 * reach * FASTEST) / (load * (1 + reach) + 2 * reach * reach * Math.max(0, 1 - load));
  return [slow, FASTEST, FASTEST];
}

function sharpnessRows(count: number, from: number): SharpnessRow[] {
  return [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 2].map((load) => {
    const longAfter = (seconds: number): number => {
      const { queues } = runsOf(ratesOfLoad(load), seconds, count, from);
      return rounded(queues.filter((queue) => queue >= LONG_QUEUE).length / count, 2);
    };
    return { load, longAfterMinute: longAfter(MINUTE_SECONDS), longAfterTenMinutes: longAfter(LONG_SECONDS) };
  });
}

/** The experiment's own setting first; then rates closer together and further apart, then rarer messages. */
const DRIFT_SETTINGS = [
  { ratesPerSecond: [1, 6], sides: 10 },
  { ratesPerSecond: [3, 4], sides: 10 },
  { ratesPerSecond: [1, 12], sides: 10 },
  { ratesPerSecond: [1, 24], sides: 10 },
  { ratesPerSecond: [1, 6], sides: 20 },
  { ratesPerSecond: [1, 6], sides: 40 },
  { ratesPerSecond: [3, 4], sides: 20 },
  { ratesPerSecond: [3, 4], sides: 40 },
] as const;

function driftRows(seeds: number, from: number): DriftRow[] {
  return DRIFT_SETTINGS.map(({ ratesPerSecond, sides }) => {
    const all = new MachineRuns();
    const keepingUp = new MachineRuns();
    for (let seed = from; seed < from + seeds; seed++) {
      const rates = draw(new Random(seed, 'rates'), ratesPerSecond[0], ratesPerSecond[1]);
      all.run(rates, sides, MINUTE_SECONDS, seed);
      const keepsUp = machineLoads(rates, sides).every(({ arrivalsPerSecond }, i) => arrivalsPerSecond < (rates[i] ?? 0) - CRITICAL);
      if (keepsUp) keepingUp.run(rates, sides, MINUTE_SECONDS, seed);
    }
    return {
      ratesPerSecond,
      sides,
      drift: all.measured.drift,
      driftKeepingUp: keepingUp.measured.drift,
      keepingUpShare: rounded(keepingUp.queues.length / seeds, 2),
      jumpMean: all.measured.jumpMean,
    };
  });
}

/**
 * Runs the experiment of three machines over many seeds and settings. The same seeds give the same findings.
 * @param seeds how many minutes of drawn rates, 1 or more; other settings take a share of it
 * @param from the first seed
 */
export function machineFindings(seeds: number, from: number): MachineFindings {
  const longRuns = Math.ceil(seeds / DRAWS_PER_LONG_RUN);
  const triples = tripleRows(longRuns, from);
  return {
    minutes: minuteRows(seeds, from),
    triples,
    rule: checkRule(triples),
    sweep: sweepRows(longRuns, from),
    sharpness: sharpnessRows(longRuns * 5, from),
    drift: driftRows(Math.ceil(seeds / 4), from),
  };
}
