import { Random } from '../../local/random.ts';
import { LamportClock } from './lamport-clock.ts';

/** One value for each of the three machines. */
export type Three<Value> = readonly [Value, Value, Value];

/** What a run of three machines is made with. */
export interface MachinesSetup {
  /** Ticks a second of each machine, over 0. */
  readonly ratesPerSecond: Three<number>;
  /** Sides of the die that a machine with nothing to read throws, 3 or more: three of them send, so more sides mean rarer messages. */
  readonly sides: number;
  /** How long the machines run. */
  readonly seconds: number;
}

/** Sides of the die in the experiment as it was set. */
export const SIDES = 10;

/** One machine: a Lamport clock, and messages that wait to be read. */
export class Machine {
  readonly clock = new LamportClock();
  /** Stamps of the messages that wait, oldest first. */
  readonly queue: number[] = [];
  ticks = 0;
  /** Ticks that found the queue empty: only they can send. */
  freeTicks = 0;
  readonly #ratePerSecond: number;
  readonly #sides: number;
  readonly #dice: Random;
  readonly #phase: number;

  constructor(setup: MachinesSetup, seed: number, index: number) {
    this.#ratePerSecond = setup.ratesPerSecond[index] ?? 0;
    this.#sides = setup.sides;
    this.#dice = new Random(seed, `dice ${index}`);
    this.#phase = new Random(seed, `phase ${index}`).unit();
  }

  /** When the next tick is due, in seconds. */
  get nextSeconds(): number {
    return (this.ticks + this.#phase) / this.#ratePerSecond;
  }

  /**
   * Reads one message, or throws the die when none waits: 1 sends to the next machine, 2 to the one after, 3 to both, the rest is an event
   * of its own.
   */
  tick(next: Machine, afterNext: Machine): void {
    this.ticks++;
    const stamp = this.queue.shift();
    if (stamp !== undefined) {
      this.clock.receive(stamp);
      return;
    }
    this.freeTicks++;
    const time = this.clock.next();
    const thrown = 1 + this.#dice.below(this.#sides);
    if (thrown === 1 || thrown === 3) next.queue.push(time);
    if (thrown === 2 || thrown === 3) afterNext.queue.push(time);
  }
}

/**
 * Runs the experiment: three machines of different speed that each tick read one message or, when none waits, perhaps send one.
 * @param onTick called after each tick with the machine that ticked, how far its logical clock jumped, and all machines
 * @returns the machines as they ended
 */
export function runMachines(
  setup: MachinesSetup,
  seed: number,
  onTick?: (index: number, jump: number, machines: Three<Machine>, seconds: number) => void,
): Three<Machine> {
  const machines: Three<Machine> = [new Machine(setup, seed, 0), new Machine(setup, seed, 1), new Machine(setup, seed, 2)];
  const [first, second, third] = machines;
  while (true) {
    let index = 0;
    let due = first;
    if (second.nextSeconds < due.nextSeconds) [index, due] = [1, second];
    if (third.nextSeconds < due.nextSeconds) [index, due] = [2, third];
    const seconds = due.nextSeconds;
    if (seconds >= setup.seconds) return machines;
    const before = due.clock.time;
    if (index === 0) first.tick(second, third);
    else if (index === 1) second.tick(third, first);
    else third.tick(first, second);
    onTick?.(index, due.clock.time - before, machines, seconds);
  }
}
