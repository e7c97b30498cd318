import type { Random } from '../../local/random.ts';
import { allocatedBytes } from './allocation.ts';
import type { Coverage, Reached } from './coverage.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

/** One in this many inputs is measured; measuring each would halve the speed. */
const MEASURE_EVERY = 16;
/** A target that fails in this many ways is left: what follows is mostly the same again. */
const MAX_FAILURES = 8;
/** One input may take this long, in ms, on a busy machine too: a thousand times what it should. */
const MAX_INPUT_MS = 2000;
/** Parts of this share of an input are the smallest that are taken out of it: one byte of a short one, more of a long one. */
const SHORTEST_PART = 1 / 128;
/** Outcomes that are told apart for one target; a target whose outcomes never repeat would keep every input. */
const MAX_OUTCOMES = 256;
/** Newest inputs, of which every second change starts: they reach what was not tried yet. */
const NEWEST = 24;

/** Something that did not hold. */
export interface Failure {
  readonly message: string;
  /** The shortest input found that shows it. */
  readonly input: Uint8Array;
}

/** What a campaign did. */
export interface CampaignResult extends Reached {
  readonly executions: number;
  readonly executionsPerSecond: number;
  /** The slowest input, in ms. */
  readonly slowestMs: number;
  /** Inputs that together with the target's seeds reach everything that was reached, none of them needless. */
  readonly corpus: readonly Uint8Array[];
  /** How many of these were not there before. */
  readonly found: number;
  readonly failures: readonly Failure[];
}

/** What a campaign needs besides its target. */
export interface CampaignOptions {
  readonly coverage: Coverage;
  /** What earlier campaigns found. */
  readonly known: readonly Uint8Array[];
  readonly random: Random;
  /** Ends after this time. */
  readonly seconds?: number;
  /** Ends after this many inputs, which makes two runs alike. */
  readonly executions?: number;
}

/** What one input did. */
export interface Trial {
  /** What did not hold; undefined when all is well. */
  readonly failure?: string;
  /** What the target calls its outcome. */
  readonly outcome?: string | undefined;
}

/** Share of inputs that are changed from one that was just made, rather than from one that is known: kinds of messages meet equally often. */
const MADE_SHARE = 0.2;

/** Tries one input: whether its properties hold, and if `measured`, whether it allocates more than it may. */
export function tryInput(target: FuzzTarget, input: Uint8Array, measured: boolean): Trial {
  let outcome: string | undefined;
  try {
    target.check(input);
    outcome = target.outcome?.(input);
  } catch (thrown) {
    // What follows the first line is a comparison, different for every input.
    return { failure: String(thrown).split('\n', 1)[0] ?? '' };
  }
  const { decode, mayAllocate } = target;
  if (!measured || decode === undefined || mayAllocate === undefined) return { outcome };
  const limit = mayAllocate(input.length);
  const allocated = allocatedBytes(() => decode(input), limit);
  return allocated > limit ? { failure: `allocates ${allocated} bytes for ${input.length}, more than ${limit}` } : { outcome };
}

/** Numbers aside, the same words are the same failure. */
function kindOf(failure: string | undefined): string | undefined {
  return failure?.replace(/\d+/g, '#').slice(0, 80);
}

/** Tries changed inputs, keeps those that reach something new, and goes on from them. */
export class Campaign {
  readonly #target: FuzzTarget;
  readonly #coverage: Coverage;
  readonly #random: Random;
  readonly #inputs: Uint8Array[] = [];
  readonly #failures = new Map<string, Failure>();
  readonly #outcomes = new Set<string>();
  #executions = 0;
  #slowestMs = 0;

  constructor(target: FuzzTarget, { coverage, random }: CampaignOptions) {
    this.#target = target;
    this.#coverage = coverage;
    this.#random = random;
  }

  /** Runs for the given time. */
  static run(target: FuzzTarget, options: CampaignOptions): CampaignResult {
    return new Campaign(target, options).#run(options);
  }

  #run({ known, seconds = Number.POSITIVE_INFINITY, executions: most = Number.POSITIVE_INFINITY }: CampaignOptions): CampaignResult {
    const began = performance.now();
    const endMs = began + seconds * 1000;
    for (const input of [...this.#target.seeds(), ...known]) this.#try(input, true);
    if (this.#inputs.length === 0) this.#inputs.push(new Uint8Array(0));
    while (performance.now() < endMs && this.#executions < most && this.#failures.size < MAX_FAILURES) {
      this.#try(this.#next(), this.#executions % MEASURE_EVERY === 0);
    }
    const executionsPerSecond = Math.round((this.#executions * 1000) / (performance.now() - began));
    const executions = this.#executions;
    const corpus = this.#needed();
    const before = new Set(known.map(String));
    return {
      ...this.#coverage.reached(),
      executions,
      executionsPerSecond,
      slowestMs: Number(this.#slowestMs.toFixed(1)),
      corpus,
      found: corpus.filter((input) => !before.has(String(input))).length,
      failures: [...this.#failures.values()],
    };
  }

  #next(): Uint8Array {
    const { length } = this.#inputs;
    const newest = this.#random.chance(0.5) ? Math.min(length, NEWEST) : length;
    const made = this.#random.chance(MADE_SHARE) ? this.#target.generate?.(this.#random) : undefined;
    const parent = made ?? this.#inputs[length - 1 - this.#random.below(newest)] ?? new Uint8Array(0);
    const other = this.#inputs[this.#random.below(length)] ?? parent;
    return mutate(this.#random, parent, other, this.#target.dictionary, this.#target.maxBytes);
  }

  #try(input: Uint8Array, measured: boolean): void {
    const { failure, outcome } = this.#execute(input, measured);
    if (failure !== undefined) {
      const kind = kindOf(failure) ?? '';
      if (this.#failures.has(kind)) return;
      this.#failures.set(kind, {
        message: failure,
        input: this.#shorten(input, (candidate) => kindOf(this.#execute(candidate, true).failure) === kind),
      });
      return;
    }
    const news = this.#coverage.news();
    if (news.length === 0 && !this.#isNew(outcome)) return;
    const short = this.#shorten(input, (candidate) => {
      const trial = this.#execute(candidate, false);
      return trial.failure === undefined && trial.outcome === outcome && this.#coverage.has(news);
    });
    this.#execute(short, false);
    this.#see(outcome);
    this.#inputs.push(short);
  }

  #isNew(outcome: string | undefined): boolean {
    return outcome !== undefined && this.#outcomes.size < MAX_OUTCOMES && !this.#outcomes.has(outcome);
  }

  #see(outcome: string | undefined): void {
    this.#coverage.see();
    if (this.#isNew(outcome) && outcome !== undefined) this.#outcomes.add(outcome);
  }

  /** Runs one input and leaves what it reached in the coverage. */
  #execute(input: Uint8Array, measured: boolean): Trial {
    const began = performance.now();
    const trial = tryInput(this.#target, input, measured);
    const tookMs = performance.now() - began;
    this.#coverage.take();
    this.#executions++;
    if (measured || trial.failure !== undefined) return trial;
    this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    return tookMs > MAX_INPUT_MS && this.#isSlow(input) ? { failure: `takes longer than ${MAX_INPUT_MS} ms` } : trial;
  }

  /** Whether an input is slow by itself: it was once, and is again. A machine that stood still for a moment is no failure. */
  #isSlow(input: Uint8Array): boolean {
    const began = performance.now();
    this.#target.check(input);
    const tookMs = performance.now() - began;
    this.#coverage.take();
    return tookMs > MAX_INPUT_MS;
  }

  /** Takes out parts, halves first, then ever smaller ones, as long as the rest still does. */
  #shorten(input: Uint8Array, does: (candidate: Uint8Array) => boolean): Uint8Array {
    let best = input;
    for (let part = best.length >> 1; part >= Math.max(1, best.length * SHORTEST_PART); part >>= 1) {
      for (let at = 0; at + part <= best.length; ) {
        const candidate = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + part)]);
        if (does(candidate)) best = candidate;
        else at += part;
      }
    }
    return best;
  }

  /** Inputs that are needed to reach what the target's own seeds don't, the short ones first. */
  #needed(): Uint8Array[] {
    this.#coverage.forget();
    this.#outcomes.clear();
    for (const seed of this.#target.seeds()) this.#see(this.#execute(seed, false).outcome);
    return [...this.#inputs]
      .sort((a, b) => a.length - b.length)
      .filter((input) => {
        const { outcome } = this.#execute(input, false);
        if (this.#coverage.news().length === 0 && !this.#isNew(outcome)) return false;
        this.#see(outcome);
        return true;
      });
  }
}
