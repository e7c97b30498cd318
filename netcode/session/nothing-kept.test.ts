import { describe, expect, it } from 'vitest';
import { CLEAN, Direction } from '../local/network.ts';
import { Random } from '../local/random.ts';
import type { Match, Waits } from '../rollback/match.ts';
import { checkMatch } from './options.ts';
import { Session } from './session.ts';

/** What one step of the game takes on these machines, in ms. */
const STEP_MS = 0.1;
const POLL_MS = 4;
/** Steps in one event: eight ticks made up for, a rollback of all that can be predicted, and as many ticks that are confirmed by it. */
const MOST_STEPS = 264;

/** A machine on which each step of the game takes time, and a player who presses another of eight buttons in each tick. */
class Side {
  readonly session: Session<Int32Array>;
  readonly out: Direction;
  readonly effects: string[] = [];
  freeMs = 0;
  mostSteps = 0;
  #steps = 0;

  constructor(localId: 1 | 2) {
    const match: Match<Int32Array> = {
      rules: 1,
      ticksPerSecond: 60,
      game: () => ({
        ...{ stateWords: 4, inputBits: 8 },
        create: () => new Int32Array(4),
        step: (state, inputs) => {
          this.#steps++;
          state[0] = (state[0] ?? 0) + 1;
          for (let i = 0; i < 2; i++) state[1 + i] = (Math.imul(state[1 + i] ?? 0, 31) + (inputs[i] ?? 0)) | 0;
        },
        save: (state, words, at) => words.set(state, at),
        load: (state, words, at) => state.set(words.subarray(at, at + 4)),
      }),
    };
    this.out = new Direction({ ...CLEAN, delayMs: 50, jitterMs: 10, loss: 0.05 }, new Random(localId, 'way'));
    this.session = new Session(match, {
      ...{ localId, remoteId: 3 - localId, name: '', seed: 1, inputDelayTicks: 0, graceMs: 60_000 },
      ...{ sessionToken: new Uint8Array(8), resumeSecret: new Uint8Array(32), inputFor: (tick: number) => 1 << ((tick * localId) & 7) },
    });
  }

  step(nowMs: number, event: Parameters<Session<Int32Array>['step']>[1]): void {
    this.#steps = 0;
    for (const effect of this.session.step(nowMs, event)) {
      if (effect.type === 'sendFast' || effect.type === 'sendReliable') this.out.send(nowMs, effect.type === 'sendReliable', effect.bytes);
      else this.effects.push(effect.type === 'suspended' ? `suspended: ${effect.cause}` : effect.type);
    }
    this.mostSteps = Math.max(this.mostSteps, this.#steps);
    this.freeMs = Math.max(this.freeMs, nowMs) + this.#steps * STEP_MS;
  }
}

function play() {
  const sides = [new Side(1), new Side(2)] as const;
  let nowMs = 0;
  for (const side of sides) side.step(0, { type: 'linkOpened', from: 3 - side.session.localId });
  const run = (ms: number): void => {
    for (const endMs = nowMs + ms; nowMs < endMs; nowMs += POLL_MS) {
      for (const [i, side] of sides.entries()) {
        if (side.freeMs > nowMs) continue;
        const from = 2 - i;
        sides[1 - i]!.out.deliver(nowMs, (reliable, bytes) => side.step(nowMs, { type: reliable ? 'reliable' : 'fast', from, bytes }));
        side.step(nowMs, { type: 'poll' });
      }
    }
  };
  const cut = (ms: number): void => {
    for (const { out } of sides) out.cut = true;
    run(ms);
    for (const { out } of sides) out.cut = false;
  };
  return { sides, run, cut };
}

describe('a game that keeps nothing', () => {
  it('writes no records, plays inputs of eight bits, and resumes after any outage from what both have confirmed', () => {
    const { sides, run, cut } = play();
    run(5000);
    const [left, right] = sides;
    const before = left.session.confirmed.slice();
    expect(before[0]).toBeGreaterThan(200);
    cut(30_000);
    expect(sides.map(({ session }) => session.phase)).toEqual(['suspended', 'suspended']);
    run(4000);
    expect(sides.map(({ session }) => session.phase)).toEqual(['playing', 'playing']);
    expect(left.session.confirmed[0]).toBeGreaterThan(before[0]!);
    expect(left.session.confirmed[0]).toBe(left.session.confirmedTick);
    expect(sides.map(({ effects }) => effects)).toEqual([
      ['joined', 'suspended: silent', 'resumed'],
      ['joined', 'suspended: silent', 'resumed'],
    ]);
    expect(right.session.stats).toMatchObject({ checksumsDiffering: 0, resyncs: 0 });
  });

  it('whose step takes 0.1 ms plays an hour through outages of a second, freezes for nothing else, and never replays more than it has predicted', () => {
    const { sides, run, cut } = play();
    run(3000);
    const outages = 120;
    for (let i = 0; i < outages; i++) {
      cut(1000);
      run(29_000);
    }
    for (const side of sides) {
      expect(side.session.phase).toBe('playing');
      expect(side.session.stats).toMatchObject({ suspensions: outages, checksumsDiffering: 0 });
      expect(side.mostSteps).toBeLessThanOrEqual(MOST_STEPS);
      expect(side.session.confirmedTick).toBeGreaterThan(outages * 26 * 60);
    }
  });
});

describe('a match is refused', () => {
  const game = () => ({
    ...{ stateWords: 1, inputBits: 3, create: () => 0, step: () => undefined },
    ...{ save: () => undefined, load: () => undefined },
  });
  const match: Match<number> = { game, rules: 1, ticksPerSecond: 60 };
  const waits: Waits = { ready: 7, awaits: () => 'nothing' };
  const keeps = { checkpointNumber: () => 0, commit: () => undefined };

  it.each<[string, Partial<Match<number>>, string]>([
    ['0 ticks per second', { ticksPerSecond: 0 }, 'ticksPerSecond must be a whole number from 1 to 255, not 0'],
    ['500 ticks per second', { ticksPerSecond: 500 }, 'not 500'],
    ['rules that are no number', { rules: Number.NaN }, 'rules must be a whole number from -2147483648 to 4294967295, not NaN'],
    ['three players', { game: () => ({ ...game(), players: 3 }) }, 'a session is for 2 players, not 3'],
    ['33 bits', { game: () => ({ ...game(), inputBits: 33 }) }, 'not 33'],
    [
      'a "ready" that does not fit',
      { waits: { ...waits, ready: 8 } },
      'the input that says "ready" must be a whole number from 0 to 7, not 8',
    ],
    ['checkpoints without a wait', { keeps }, '`waits` is missing'],
  ])('with %s', (_, change, words) => {
    expect(() => checkMatch({ ...match, ...change }, 1)).toThrow(words);
  });

  it('with a seed that is no whole number, and not with parts that fit', () => {
    expect(() => checkMatch(match, 1.5)).toThrow('a seed must be a whole number from -2147483648 to 4294967295, not 1.5');
    expect(() => checkMatch({ ...match, waits, keeps }, -1)).not.toThrow();
  });
});
