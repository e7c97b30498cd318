import { Histogram, mean, rounded } from '../bench/statistics.ts';
import { runMachines, type Three } from '../clocks/machines.ts';

/** What some runs of the three machines gave, about the slowest one. */
export interface Measured {
  /** Messages that wait at the end, the mean of the runs. */
  readonly queue: number;
  /** How far the slowest machine's logical clock jumps in one tick: mean, and what nine of ten ticks do not exceed. */
  readonly jumpMean: number;
  readonly jumpP50: number;
  readonly jumpP90: number;
  readonly jumpMax: number;
  /** Furthest logical clock minus the one furthest behind, at the end; the mean of the runs. */
  readonly drift: number;
  /** Ticks of the slowest machine that found nothing to read, as a share: only they can send. */
  readonly freeShare: number;
}

/** Runs of three machines, and what is measured of them. */
export class MachineRuns {
  /** Messages that wait for the slowest machine at the end of each run. */
  readonly queues: number[] = [];
  readonly #jumps = new Histogram();
  readonly #drifts: number[] = [];
  #jumped = 0;
  #jumpMax = 0;
  #ticks = 0;
  #free = 0;

  /** Runs three machines, the slowest first. */
  run(ratesPerSecond: Three<number>, sides: number, seconds: number, seed: number): void {
    const machines = runMachines({ ratesPerSecond, sides, seconds }, seed, (index, jump) => {
      if (index !== 0) return;
      this.#jumps.add(jump);
      this.#jumped += jump;
      if (jump > this.#jumpMax) this.#jumpMax = jump;
    });
    const times = machines.map(({ clock }) => clock.time);
    this.queues.push(machines[0].queue.length);
    this.#drifts.push(Math.max(...times) - Math.min(...times));
    this.#ticks += machines[0].ticks;
    this.#free += machines[0].freeTicks;
  }

  get measured(): Measured {
    return {
      queue: rounded(mean(this.queues), 2),
      jumpMean: rounded(this.#jumped / this.#ticks, 2),
      jumpP50: this.#jumps.percentile(0.5),
      jumpP90: this.#jumps.percentile(0.9),
      jumpMax: this.#jumpMax,
      drift: rounded(mean(this.#drifts), 1),
      freeShare: rounded(this.#free / this.#ticks, 3),
    };
  }
}
