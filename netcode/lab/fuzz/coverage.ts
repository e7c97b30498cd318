/** What Istanbul keeps for one file. */
interface FileCounters {
  readonly s: Record<string, number>;
  readonly b: Record<string, number[]>;
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly branchMap: Readonly<Record<string, { readonly loc: { readonly start: { readonly line: number } } }>>;
}

/** Name of the global variable in which instrumented files count. */
export const COVERAGE_VARIABLE = '__paddlewire_coverage__';

interface Slot {
  readonly counts: Record<number, number>;
  readonly key: number;
  readonly branch: boolean;
  readonly place: string;
}

/** How much of the sources was reached. */
export interface Reached {
  readonly branches: number;
  readonly branchesInAll: number;
  readonly statements: number;
  readonly statementsInAll: number;
  /** Where something was not reached, as `file:line`. */
  readonly unreached: readonly string[];
}

/** Branches and statements of some instrumented files: which an input reaches, and how often, in steps of powers of two as AFL does it. */
export class Coverage {
  readonly #slots: readonly Slot[];
  /** For each slot, one bit for each step of counts that was seen. */
  readonly #seen: Uint8Array;
  readonly #now: Uint8Array;
  readonly #loading: Uint8Array;

  /** @param sources files from `top` on, or folders with a slash at the end; they have to be loaded and instrumented */
  constructor(top: string, sources: readonly string[]) {
    // The instrumenter fills it; its layout is Istanbul's.
    const files = (Reflect.get(globalThis, COVERAGE_VARIABLE) ?? {}) as Record<string, FileCounters>;
    const slots: Slot[] = [];
    for (const [file, counters] of Object.entries(files)) {
      const source = file.slice(top.length + 1);
      if (!sources.some((wanted) => source === wanted || (wanted.endsWith('/') && source.startsWith(wanted)))) continue;
      for (const id of Object.keys(counters.s)) {
        const place = `${source}:${counters.statementMap[id]?.start.line}`;
        slots.push({ counts: counters.s, key: Number(id), branch: false, place });
      }
      for (const [id, counts] of Object.entries(counters.b)) {
        const place = `${source}:${counters.branchMap[id]?.loc.start.line}`;
        for (const way of counts.keys()) slots.push({ counts, key: way, branch: true, place });
      }
    }
    if (slots.length === 0) throw new Error(`Nothing of ${sources.join(', ')} is loaded and instrumented.`);
    this.#slots = slots;
    this.#seen = new Uint8Array(slots.length);
    this.#now = new Uint8Array(slots.length);
    // What ran while the files were loaded is reached, but tells nothing about an input.
    this.take();
    this.#loading = this.#now.slice();
    this.#seen.set(this.#loading);
  }

  /** Sets every counter to 0 and remembers what it was. To be called after each input. */
  take(): void {
    for (let i = 0; i < this.#slots.length; i++) {
      const slot = this.#slots[i];
      if (slot === undefined) continue;
      const { counts, key } = slot;
      const count = counts[key] ?? 0;
      this.#now[i] = count === 0 ? 0 : 1 << Math.min(7, 31 - Math.clz32(count));
      counts[key] = 0;
    }
  }

  /** Slots in which the input of the last {@link take} did what none did before. */
  news(): number[] {
    const news: number[] = [];
    for (let i = 0; i < this.#now.length; i++) if (((this.#now[i] ?? 0) & ~(this.#seen[i] ?? 0)) !== 0) news.push(i);
    return news;
  }

  /** Whether the input of the last {@link take} does as much that is new in those slots. */
  has(news: readonly number[]): boolean {
    return news.every((i) => ((this.#now[i] ?? 0) & ~(this.#seen[i] ?? 0)) !== 0);
  }

  /** Counts the input of the last {@link take} as seen. */
  see(): void {
    for (let i = 0; i < this.#now.length; i++) this.#seen[i] = (this.#seen[i] ?? 0) | (this.#now[i] ?? 0);
  }

  /** Forgets every input, for choosing anew which of them are needed. */
  forget(): void {
    this.#seen.set(this.#loading);
  }

  /** How much was seen. */
  reached(): Reached {
    const count = (branch: boolean, reached: boolean): number =>
      this.#slots.filter((slot, i) => slot.branch === branch && (!reached || this.#seen[i] !== 0)).length;
    return {
      branches: count(true, true),
      branchesInAll: count(true, false),
      statements: count(false, true),
      statementsInAll: count(false, false),
      unreached: [...new Set(this.#slots.filter((_, i) => this.#seen[i] === 0).map(({ place }) => place))],
    };
  }
}
