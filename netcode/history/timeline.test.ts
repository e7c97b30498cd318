import { describe, expect, it } from 'vitest';
import { pongMatch } from '../pong/pong-match.ts';
import { AXIS_MAX, Phase, READY, Word } from '../pong/state.ts';
import { emptyResumePacket } from '../wire/resume-packet.ts';
import { Timeline } from './timeline.ts';

/** One side, whose other side presses nothing and is ready at once. */
class Alone {
  readonly timeline: Timeline<Int32Array>;
  /** Newest checkpoint on the disk. */
  durable = 0;
  /** Our inputs as they were used. */
  readonly inputs: number[] = [];
  readonly checkpoints: number[] = [];
  /** Whether the other side's inputs come. */
  hears = true;
  #remoteReady = 0;

  constructor(delayTicks: number) {
    this.timeline = new Timeline(pongMatch, 5, 0, delayTicks, () => this.durable);
  }

  tick(axis = 0): void {
    const { timeline } = this;
    const waits = pongMatch.waits.awaits(timeline.confirmed, 1) === 'checkpoint' && this.#remoteReady !== timeline.newestCheckpoint;
    if (waits) this.#remoteReady = timeline.newestCheckpoint;
    if (this.hears) timeline.addRemote(timeline.game.knownTicks(1), waits ? READY : 0);
    const before = timeline.game.knownTicks(0);
    if (timeline.addLocal(() => axis)) timeline.game.advance();
    for (let tick = before; tick < timeline.game.knownTicks(0); tick++) this.inputs.push(timeline.game.inputAt(0, tick));
    const reached = timeline.confirm(Number.POSITIVE_INFINITY);
    if (reached !== undefined) this.checkpoints.push(reached.number);
  }

  /** Ticks until the confirmed state is in a phase. */
  until(phase: number): void {
    for (let i = 0; i < 3000 && this.timeline.confirmed[Word.phase] !== phase; i++) this.tick();
    expect(this.timeline.confirmed[Word.phase]).toBe(phase);
  }

  get readies(): number {
    return this.inputs.filter((input) => input === READY).length;
  }
}

describe('a timeline', () => {
  it.each([0, 1, 3])('says "ready" once for each checkpoint, with a delay of %i, however late it is stored', (delayTicks) => {
    const alone = new Alone(delayTicks);
    for (let rally = 1; rally <= 5; rally++) {
      alone.until(Phase.point);
      for (let i = 0; i < 70 * (rally % 2); i++) alone.tick();
      expect(alone.readies, 'not before it is stored').toBe(rally - 1);
      alone.durable = rally;
      alone.until(Phase.serve);
      alone.until(Phase.rally);
      expect(alone.readies).toBe(rally);
    }
    expect(alone.checkpoints).toEqual([1, 2, 3, 4, 5]);
  });

  it('a_ready_is_not_repeated_over_the_gap_of_a_growing_delay', () => {
    const alone = new Alone(0);
    alone.until(Phase.point);
    for (let i = 0; i < 70; i++) alone.tick();
    alone.durable = 1;
    while (alone.readies === 0) alone.tick();
    alone.timeline.setDelay(3);
    for (let i = 0; i < 20; i++) alone.tick();
    expect([alone.readies, alone.timeline.game.delayTicks]).toEqual([1, 3]);
  });

  it('says "ready" again after the one that it gave was dropped', () => {
    const alone = new Alone(0);
    alone.until(Phase.point);
    alone.hears = false;
    alone.durable = 1;
    while (alone.readies === 0) alone.tick();
    alone.timeline.resume(alone.timeline.resumePoint(undefined, 0));
    alone.hears = true;
    for (let i = 0; i < 5; i++) alone.tick();
    expect(alone.readies).toBe(2);
  });

  it('asks for the input of each tick once, by the tick in which it is used, and not for one that says "ready"', () => {
    const alone = new Alone(2);
    const asked: number[] = [];
    const { timeline } = alone;
    const tick = (): void => {
      timeline.addRemote(timeline.game.knownTicks(1), 0);
      if (timeline.addLocal((at) => asked.push(at) & 7)) timeline.game.advance();
      timeline.confirm(Number.POSITIVE_INFINITY);
    };
    for (let i = 0; i < 20; i++) tick();
    timeline.setDelay(0);
    for (let i = 0; i < 20; i++) tick();
    expect(asked).toEqual(Array.from({ length: 38 }, (_, i) => i + 2));
    expect(asked.map((at) => timeline.game.inputAt(0, at))).toEqual(asked.map((_, i) => (i + 1) & 7));
  });

  it.each([8, -9, -100, 3.7, Number.NaN, Number.POSITIVE_INFINITY, READY])('throws for the input %s, and plays on after it', (input) => {
    const alone = new Alone(0);
    expect(() => alone.tick(input)).toThrow(new RegExp(`${input}`));
    alone.tick(AXIS_MAX);
    expect(alone.inputs).toEqual([AXIS_MAX]);
  });

  it('follows nobody to inputs that it did not give or receive, in either seat', () => {
    for (const seat of [0, 1] as const) {
      const timeline = new Timeline(pongMatch, 5, seat, 0, () => 0);
      for (let tick = 0; tick < 5; tick++) {
        timeline.addRemote(tick, 0);
        timeline.addLocal(() => 0);
        timeline.game.advance();
      }
      timeline.confirm(3);
      const packet = (byte: number) => ({ ...emptyResumePacket(1), epoch: 2, endTick: 5, inputs: Uint8Array.of(0, byte) });
      const [ofOurs, ofTheirs] = seat === 0 ? [0x10, 0x01] : [0x01, 0x10];
      expect(timeline.follow(packet(ofOurs), false)).toBe('own-inputs-differ');
      expect(timeline.follow(packet(ofTheirs), false)).toBe('remote-inputs-differ');
      expect(timeline.follow(packet(0), false)).toBe('replay-differs');
    }
  });

  it('refuses a delay out of range at once', () => {
    expect(() => new Alone(0).timeline.setDelay(4)).toThrow(RangeError);
  });
});
