import { describe, expect, it } from 'vitest';
import { Machine, type MachinesSetup, runMachines, SIDES } from './machines.ts';

const setup: MachinesSetup = { ratesPerSecond: [1, 3, 6], sides: SIDES, seconds: 60 };

describe('one machine', () => {
  it('reads the oldest message, one a tick, and throws no die while any waits', () => {
    // With three sides every throw sends, so that silence shows that none was made.
    const sender: MachinesSetup = { ...setup, sides: 3 };
    const [machine, next, afterNext] = [new Machine(sender, 1, 0), new Machine(sender, 1, 1), new Machine(sender, 1, 2)];
    machine.queue.push(7, 20);
    machine.tick(next, afterNext);
    expect(machine.clock.time).toBe(8);
    machine.tick(next, afterNext);
    expect(machine.clock.time).toBe(21);
    expect(next.queue.length + afterNext.queue.length).toBe(0);
    machine.tick(next, afterNext);
    expect(machine.clock.time).toBe(22);
    expect(next.queue.length + afterNext.queue.length).toBeGreaterThan(0);
    expect([...next.queue, ...afterNext.queue].every((stamp) => stamp === 22)).toBe(true);
    expect(machine).toMatchObject({ ticks: 3, freeTicks: 1 });
  });

  it('sends to one, to the other, to both, or to none, a tenth, a tenth, a tenth and the rest of the time', () => {
    const [machine, next, afterNext] = [new Machine(setup, 4, 0), new Machine(setup, 4, 1), new Machine(setup, 4, 2)];
    const thrown = { next: 0, afterNext: 0, both: 0, none: 0 };
    for (let i = 0; i < 10_000; i++) {
      machine.tick(next, afterNext);
      const [toNext, toAfterNext] = [next.queue.splice(0).length, afterNext.queue.splice(0).length];
      thrown[toNext ? (toAfterNext ? 'both' : 'next') : toAfterNext ? 'afterNext' : 'none']++;
    }
    for (const kind of ['next', 'afterNext', 'both'] as const) expect(thrown[kind] / 10_000).toBeCloseTo(0.1, 1);
    expect(thrown.none / 10_000).toBeCloseTo(0.7, 1);
  });
});

describe('three machines', () => {
  it('tick as often as their rates say', () => {
    expect(runMachines(setup, 9).map(({ ticks }) => ticks)).toEqual([60, 180, 360]);
  });

  it('never let a clock stand still or go back, and let it jump with what they read', () => {
    const jumps: number[] = [];
    runMachines(setup, 3, (_index, jump) => jumps.push(jump));
    expect(Math.min(...jumps)).toBe(1);
    expect(Math.max(...jumps)).toBeGreaterThan(3);
  });

  it('tick in the order of time', () => {
    let last = 0;
    runMachines(setup, 3, (_index, _jump, _machines, seconds) => {
      expect(seconds).toBeGreaterThanOrEqual(last);
      last = seconds;
    });
    expect(last).toBeGreaterThan(59);
  });

  it('do the same again from the same seed, and something else from another', () => {
    const trace = (seed: number): string => {
      const seen: string[] = [];
      runMachines(setup, seed, (index, jump) => seen.push(`${index}:${jump}`));
      return seen.join(' ');
    };
    expect(trace(5)).toBe(trace(5));
    expect(trace(5)).not.toBe(trace(6));
  });
});
