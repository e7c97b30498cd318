/**
 * Keeps both sides' clocks level: the side that is ahead ticks a little slower, the other a little faster, until each waits
 * equally long for the other's inputs. Measured as Slippi does (Rohan Verma and others, "time sync"): the mean of the sorted
 * middle third of 30 samples, which a few late packets can't move.
 */
const SAMPLES = 30;
/** While nothing moves there is little time, so fewer must do: a fifth of a second. */
const IDLE_SAMPLES = 12;
/** A quarter of a tick of difference can't be felt, and chasing it would only add jitter. */
const DEAD_ZONE_TICKS = 0.25;
/** Share of a tick's length to change for each tick of advantage: two seconds to close most of a gap, without overshoot on any link. */
const GAIN = 0.004;
/** While people play: at most 1 % slower or 0.5 % faster, which nobody sees. */
const MAX_SLOWER = 0.01;
const MAX_FASTER = 0.005;
/** Beyond this advantage the limits rise with it, so that a bad clock (2 % off) or a machine that hung ends in a small gap, not in a stall. */
const FAR_TICKS = 3;
/** No more than this even then: three times what a good eye notices, but better than a freeze. */
const FAR_MAX = 0.05;
/** While nothing moves: a start that was 250 ms apart is level within a second. */
const IDLE_MAX = 0.15;

/** Pacing of one side. */
export class Pacing {
  /** How many ticks ahead of the other side we are, as last measured; negative when behind. */
  advantageTicks = 0;
  readonly #samples = new Float64Array(SAMPLES);
  readonly #sorted = new Float64Array(SAMPLES);
  #count = 0;
  /** What is left to make up for while nothing moves, in ticks; positive means to slow down. */
  #owedTicks = 0;
  /** Samples to leave out, because they do not show yet what both sides have just made up for. */
  #deaf = 0;

  /**
   * Takes one sample.
   * @param advantageTicks our tick minus the other's at this moment, as well as can be told
   * @param idle true while nothing moves that a person would see change its speed
   * @param rttTicks round trip, in ticks
   */
  sample(advantageTicks: number, idle: boolean, rttTicks: number): void {
    if (this.#deaf > 0) {
      this.#deaf--;
      return;
    }
    this.#samples[this.#count++] = advantageTicks;
    if (this.#count < (idle ? IDLE_SAMPLES : SAMPLES)) return;
    const measured = this.#middleThird();
    this.#count = 0;
    this.advantageTicks = measured;
    if (!idle || (measured > -DEAD_ZONE_TICKS && measured < DEAD_ZONE_TICKS)) return;
    // Each side makes up for half at once and then waits until the other's half can be seen: no overshoot, however long the link.
    this.#owedTicks = measured / 2;
    this.#deaf = Math.ceil(Math.abs(measured) / 2 / IDLE_MAX + rttTicks);
  }

  /**
   * Factor for the length of the next tick: over 1 is slower. Once for each tick.
   * @param idle true while nothing moves that a person would see change its speed
   */
  stretch(idle: boolean): number {
    if (idle) {
      const change = Math.max(-IDLE_MAX, Math.min(IDLE_MAX, this.#owedTicks));
      this.#owedTicks -= change;
      return 1 + change;
    }
    this.#owedTicks = 0;
    const advantage = this.advantageTicks;
    if (advantage > -DEAD_ZONE_TICKS && advantage < DEAD_ZONE_TICKS) return 1;
    const far = Math.max(0, Math.abs(advantage) - FAR_TICKS) * GAIN;
    const slowest = Math.min(MAX_SLOWER + far, FAR_MAX);
    const fastest = Math.min(MAX_FASTER + far, FAR_MAX);
    return 1 + Math.max(-fastest, Math.min(slowest, advantage * GAIN));
  }

  /** Forgets what was measured, as after an outage. */
  reset(): void {
    this.#count = 0;
    this.#owedTicks = 0;
    this.#deaf = 0;
    this.advantageTicks = 0;
  }

  #middleThird(): number {
    // Unused places sort to the end.
    this.#sorted.fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < this.#count; i++) this.#sorted[i] = this.#samples[i] ?? 0;
    this.#sorted.sort();
    const third = (this.#count / 3) | 0;
    let sum = 0;
    for (let i = third; i < 2 * third; i++) sum += this.#sorted[i] ?? 0;
    return sum / third;
  }
}
