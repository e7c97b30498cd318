import { expect, it } from 'vitest';
import { Gamepads } from './gamepads.ts';
import type { PadSample } from './pad-shape.ts';

const bindings = { up: ['button12', 'axis1-'], down: ['button13', 'axis1+'], select: ['button0'], back: ['button1'] };
const TICK_MS = 16;

/** A pad that can be handled, and the state machine that is fed with it. */
class Desk {
  readonly gamepads = new Gamepads();
  readonly samples: (PadSample | null)[] = [null, null, null, null];
  nowMs = 1000;

  constructor() {
    this.gamepads.setBindings(bindings);
  }

  pad(axes: readonly number[], buttons: readonly number[] = [], mapping = 'standard', index = 0, buttonCount = 17): this {
    this.samples[index] = {
      id: `pad ${index}`,
      index,
      connected: true,
      mapping,
      axes,
      buttons: Array.from({ length: buttonCount }, (_, button) => ({
        pressed: buttons.includes(button),
        value: buttons.includes(button) ? 1 : 0,
      })),
    };
    return this;
  }

  /** Lets time pass. @returns what was commanded meanwhile */
  wait(ms = TICK_MS): string[] {
    const commands: string[] = [];
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; this.nowMs += TICK_MS) {
      commands.push(...this.gamepads.sample(this.samples, this.nowMs));
    }
    return commands;
  }

  get held(): [up: boolean, down: boolean, stick: number] {
    const { up, down, stick } = this.gamepads;
    return [up, down, stick || 0];
  }
}

/** At rest, then with something held. */
function hold(axes: readonly number[], pressed: readonly number[], resting: readonly number[] = axes.map(() => 0), mapping = 'standard') {
  const desk = new Desk();
  desk.pad(resting, [], mapping).wait(100);
  desk.pad(axes, pressed, mapping).wait();
  return desk.held;
}

const rest = [false, false, 0];
const linux = [0, 0, -1, 0, 0, -1, 0, 0];
const windows = [0, 0, 0, 0, 0, 0, 0, 0, 0, 9 / 7];

it.each<[string, readonly number[], readonly number[], readonly number[], string, readonly unknown[]]>([
  ['stick up', [0, -1, 0, 0], [], [0, 0, 0, 0], 'standard', [false, false, -1]],
  ['stick to the side', [1, 0, 0, 0], [], [0, 0, 0, 0], 'standard', rest],
  ['right stick', [0, 0, 0, 1], [], [0, 0, 0, 0], 'standard', rest],
  ['d-pad up', [0, 0, 0, 0], [12], [0, 0, 0, 0], 'standard', [true, false, 0]],
  ['d-pad down', [0, 0, 0, 0], [13], [0, 0, 0, 0], 'standard', [false, true, 0]],
  ['another button', [0, 0, 0, 0], [0, 5], [0, 0, 0, 0], 'standard', rest],
  ['values that are none', [Number.NaN, Number.NaN, Number.NaN, Number.NaN], [], [0, 0, 0, 0], 'standard', rest],
  ['unknown, stick down', [0, 1, -1, 0, 0, -1, 0, 0], [], linux, '', [false, false, 1]],
  ['unknown, trigger pulled', [0, 0, 1, 0, 0, 1, 0, 0], [], linux, '', rest],
  ['unknown, d-pad on axes 6 and 7', [0, 0, -1, 0, 0, -1, 0, -1], [], linux, '', [true, false, 0]],
  ['unknown, the same to the side', [0, 0, -1, 0, 0, -1, 1, 0], [], linux, '', rest],
  ['unknown, hat on axis 9, up', [0, 0, 0, 0, 0, 0, 0, 0, 0, -1], [], windows, '', [true, false, 0]],
  ['unknown, hat up and left', [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [], windows, '', [true, false, 0]],
  ['unknown, hat down', [0, 0, 0, 0, 0, 0, 0, 0, 0, 1 / 7], [], windows, '', [false, true, 0]],
  ['unknown, hat down and right', [0, 0, 0, 0, 0, 0, 0, 0, 0, -1 / 7], [], windows, '', [false, true, 0]],
  ['unknown, hat to the left', [0, 0, 0, 0, 0, 0, 0, 0, 0, 5 / 7], [], windows, '', rest],
  ['unknown, hat that rests at 3.29 as on macOS', [0, 0, 0, 0, 0, 0, 0, 0, 0, 23 / 7], [], windows, '', rest],
  ['unknown, hat that reads 0 until it is touched', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [], windows, '', rest],
  ['unknown, first axes are triggers, stick on 2 and 3', [-1, -1, 0, 1], [], [-1, -1, 0, 0], '', [false, false, 1]],
  ['unknown, the same with the triggers pulled', [1, 1, 0, 0], [], [-1, -1, 0, 0], '', rest],
  ['unknown, two axes and no more', [0, -1], [], [0, 0], '', [false, false, -1]],
  ['unknown, no axes at all', [], [], [], '', rest],
])('%s', (_what, axes, pressed, resting, mapping, expected) => {
  expect(hold(axes, pressed, resting, mapping)).toEqual(expected);
});

it('a phantom pad whose axes stand at −1 and whose buttons are down steers nothing', () => {
  const desk = new Desk();
  const commands = desk.pad(new Array<number>(10).fill(-1), [0, 1, 9, 12], '').wait(10_000);
  expect(desk.held).toEqual(rest);
  expect(commands).toEqual([]);
});

it('the motion sensors of a pad, which are listed as a pad without buttons, do not steer when it is tilted', () => {
  const desk = new Desk();
  desk.pad([0, 0.1, 0.98, 0, 0, 0], [], '', 0, 0).wait(500);
  desk.pad([0, 0.9, 0.3, 0, 0, 0], [], '', 0, 0).wait(500);
  expect(desk.held).toEqual(rest);
});

it('what was held when the window lost the focus rests until it is let go or moved', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  desk.pad([0, -1], [13]).wait();
  desk.gamepads.rest();
  expect(desk.held).toEqual(rest);
  desk.wait(500);
  expect(desk.held).toEqual(rest);
  desk.pad([0, -0.5], [13]).wait();
  expect(desk.held).toEqual([false, false, -0.5]);
  desk.pad([0, 0]).wait();
  desk.pad([0, 1], [13]).wait();
  expect(desk.held).toEqual([false, true, 1]);
});

it.each(['standard', ''])(
  'a stick that was held before the window had the focus steers once it was let go, also on a pad with mapping %j',
  (mapping) => {
    const desk = new Desk();
    desk.pad([0, -1, 0, 0], [], mapping).wait(500);
    expect(desk.held).toEqual(rest);
    desk.pad([0, 0, 0, 0], [], mapping).wait(500);
    desk.pad([0, -1, 0, 0], [], mapping).wait();
    expect(desk.held).toEqual([false, false, -1]);
    desk.gamepads.rest();
    desk.wait();
    expect(desk.held).toEqual(rest);
    desk.pad([0, -0.7, 0, 0], [], mapping).wait();
    expect(desk.held).toEqual([false, false, -0.7]);
  },
);

it('a pad that is unplugged while it is held lets go, and another in its place starts anew', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  desk.pad([0, -1], [12]).wait();
  const [held] = desk.samples;
  desk.samples[0] = null;
  desk.wait();
  expect(desk.held).toEqual(rest);
  desk.samples[0] = held!;
  desk.wait();
  expect(desk.held).toEqual(rest);
  desk.samples[0] = { ...held!, connected: false };
  desk.wait();
  expect(desk.held).toEqual(rest);
});

it('a second pad that rests, or drifts, does not hold the first', () => {
  const desk = new Desk();
  desk.pad([0, 0]).pad([0, 0.3], [], 'standard', 1).wait();
  desk.pad([0, -1]).wait();
  expect(desk.held).toEqual([false, false, -1]);
});

it('buttons and axes that were bound steer, the former ones no longer', () => {
  const desk = new Desk();
  desk.gamepads.setBindings({ ...bindings, up: ['button6'], down: ['axis3+'] });
  desk.pad([0, 0, 0, 0]).wait();
  desk.pad([0, -1, 0, 0], [6]).wait();
  expect(desk.held).toEqual([true, false, 0]);
  desk.pad([0, 0, 0, 0.7]).wait();
  expect(desk.held).toEqual([false, false, 0.7]);
});

it('a button commands once however long it is held', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  expect(desk.pad([0, 0], [0]).wait(3000)).toEqual(['select']);
  expect(desk.pad([0, 0], [1]).wait(3000)).toEqual(['back']);
  expect(desk.pad([0, 0], [9]).wait(3000)).toEqual(['menu']);
});

it('a direction repeats, after a while, when it is held', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  expect(desk.pad([0, 0], [13]).wait(400)).toEqual(['down']);
  expect(desk.wait(360)).toEqual(['down', 'down', 'down']);
  desk.pad([0, 0]).wait();
  expect(desk.pad([0.9, 0]).wait(400)).toEqual(['right']);
  expect(desk.pad([-0.9, 0]).wait(400)).toEqual(['left']);
});

it('a stick that flutters where it counts as a button commands once', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  const commands = Array.from({ length: 20 }, (_, i) => desk.pad([0, i % 2 === 0 ? 0.61 : 0.55]).wait()).flat();
  expect(commands).toEqual(['down']);
});

it('the hat of an unknown pad goes through menus', () => {
  const desk = new Desk();
  desk.pad(windows, [], '').wait();
  expect(desk.pad([...windows.slice(0, 9), 1 / 7], [], '').wait()).toEqual(['down']);
  expect(desk.pad([...windows.slice(0, 9), -3 / 7], [], '').wait()).toEqual(['right']);
});

it('the next press can be asked for, and then does nothing else', () => {
  const desk = new Desk();
  const names: string[] = [];
  desk.pad([0, 0, 0, 0]).wait();
  desk.gamepads.next((name) => names.push(name));
  expect(desk.pad([0, 0, 0, 0], [0]).wait(1000)).toEqual([]);
  expect(names).toEqual(['button0']);
  desk.pad([0, 0, 0, 0]).wait();
  expect(desk.pad([0, 0, 0, 0], [0]).wait()).toEqual(['select']);
  const stop = desk.gamepads.next((name) => names.push(name));
  stop();
  desk.pad([0, 0, 0, -1]).wait();
  expect(names).toEqual(['button0']);
});

it('a pad that is still listed when it is unplugged lets go', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  desk.pad([0, -1], [12]).wait();
  expect(desk.held).toEqual([true, false, -1]);
  const [sample] = desk.samples;
  desk.samples[0] = { ...sample!, connected: false };
  desk.wait();
  expect(desk.held).toEqual(rest);
});

it('another pad in the place of one starts anew: what is held on it from the start does not count', () => {
  const desk = new Desk();
  desk.pad([0, 0]).wait();
  desk.pad([0, -1], [12]);
  const [sample] = desk.samples;
  desk.samples[0] = { ...sample!, id: 'another' };
  desk.wait();
  expect(desk.held).toEqual(rest);
});

it('of two sticks the one that is pushed farther counts', () => {
  const desk = new Desk();
  desk.pad([0, 0]).pad([0, 0], [], 'standard', 1).wait();
  desk.pad([0, -0.5]).pad([0, 0.75], [], 'standard', 1).wait();
  expect(desk.held).toEqual([false, false, 0.75]);
});

it('a direction that is bound to choose only chooses', () => {
  const desk = new Desk();
  desk.gamepads.setBindings({ ...bindings, up: [], select: ['button12'] });
  desk.pad([0, 0]).wait();
  expect(desk.pad([0, 0], [12]).wait(1000)).toEqual(['select']);
});

it('a trigger that only has a value can be bound, and counts from half of its way', () => {
  const desk = new Desk();
  desk.gamepads.setBindings({ ...bindings, up: ['button6'] });
  const pull = (value: number): void => {
    const [sample] = desk.pad([0, 0]).samples;
    desk.samples[0] = { ...sample!, buttons: sample!.buttons.map((button, index) => (index === 6 ? { pressed: false, value } : button)) };
    desk.wait();
  };
  pull(0);
  pull(0.4);
  expect(desk.held).toEqual(rest);
  pull(0.6);
  expect(desk.held).toEqual([true, false, 0]);
});

it('a stick that first says nothing that is a number counts later all the same', () => {
  const desk = new Desk();
  desk.pad([Number.NaN, Number.NaN]).wait();
  desk.pad([0, 0]).wait();
  desk.pad([0, -1]).wait();
  expect(desk.held).toEqual([false, false, -1]);
});

it('two pads steer a player each, the one that was plugged in first the left', () => {
  const desk = new Desk();
  desk.pad([0, 0], [], 'standard', 2).wait();
  desk.pad([0, 0], [], 'standard', 0).wait();
  desk.pad([0, -1], [], 'standard', 2).pad([0, 0], [13], 'standard', 0).wait();
  expect(desk.gamepads.held(0)).toEqual({ up: false, down: false, stick: -1 });
  expect(desk.gamepads.held(1)).toMatchObject({ up: false, down: true });
  desk.samples[2] = null;
  desk.wait();
  // Whoever is left alone has the left side; nobody steers the right one.
  expect(desk.gamepads.held(0)).toMatchObject({ down: true });
  expect(desk.gamepads.held(1)).toMatchObject({ up: false, down: false });
});

it('a button that was pressed and let go before the tick still counts for one tick', () => {
  const desk = new Desk().pad([0, 0]);
  desk.wait();
  desk.pad([0, 0], [12]).wait();
  desk.pad([0, 0]).wait();
  expect([desk.gamepads.tappedUp, desk.gamepads.tappedDown]).toEqual([true, false]);
  desk.gamepads.taken();
  expect(desk.gamepads.tappedUp).toBe(false);
  desk.pad([0, 0], [12]).wait();
  desk.gamepads.taken();
  desk.pad([0, 0]).wait();
  expect(desk.gamepads.tappedUp, 'it was held when the tick asked').toBe(false);
});
