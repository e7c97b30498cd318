/** Mean of some numbers. NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Middle of some numbers; of an even count the mean of the middle two. NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/**
 * The value below which a share of some numbers lies, interpolated between neighbours. NaN of none.
 * @param share 0 to 1
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** What several runs of one measurement gave. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Four fifths of the runs lie between these two. */
  readonly p10: number;
  readonly p90: number;
}

/** Median and spread of some numbers, at least one. */
export function spread(values: readonly number[]): Spread {
  return {
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    p10: percentile(values, 0.1),
    p90: percentile(values, 0.9),
  };
}

/** Counts of whole numbers from 0 on, for percentiles of many small values. */
export class Histogram {
  total = 0;
  readonly #counts: number[] = [];

  /** @param times how often it was seen */
  add(value: number, times = 1): void {
    this.total += times;
    this.#counts[value] = (this.#counts[value] ?? 0) + times;
  }

  /** Takes over what another one counted. */
  addAll(other: Histogram): void {
    other.#counts.forEach((count, value) => {
      this.#counts[value] = (this.#counts[value] ?? 0) + count;
    });
    this.total += other.total;
  }

  /**
   * Smallest value that at least a share of all values do not exceed; 0 when there are none.
   * @param share 0 to 1
   */
  percentile(share: number): number {
    let seen = 0;
    for (let value = 0; value < this.#counts.length; value++) {
      seen += this.#counts[value] ?? 0;
      if (seen >= this.total * share && seen > 0) return value;
    }
    return 0;
  }
}

/** Rounded to some digits after the point, for printing. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
