import type { Held } from './axis.ts';
import { axisValue, type Cross, crossOf, crossPlace, isPressed, PadButton, type PadSample, STICKS } from './pad-shape.ts';
import { StickAxis } from './stick-axis.ts';
import { Taps } from './taps.ts';

/** Which buttons (`button12`) and halves of axes (`axis1-`) do what, by the numbers of the standard mapping. */
export interface PadBindings {
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly select: readonly string[];
  readonly back: readonly string[];
}

/** What a pad asks of a menu. */
export type PadCommand = 'up' | 'down' | 'left' | 'right' | 'select' | 'back' | 'menu';

/** A stick counts as a button from here on… */
const PUSHED = 0.6;
/** …until it has come back to here, so that it does not flutter in between. */
const LET_GO = 0.4;
/** A direction that is held repeats after this, in ms, and then this often. */
const REPEAT_AFTER_MS = 450;
const REPEAT_EVERY_MS = 130;

const CROSS: readonly number[] = [PadButton.up, PadButton.down, PadButton.left, PadButton.right];
const DIRECTIONS: readonly (readonly [PadCommand, readonly string[]])[] = [
  ['up', [`button${PadButton.up}`, 'axis1-']],
  ['down', [`button${PadButton.down}`, 'axis1+']],
  ['left', [`button${PadButton.left}`, 'axis0-']],
  ['right', [`button${PadButton.right}`, 'axis0+']],
];

/** One pad since it was plugged in. */
interface Pad {
  readonly id: string;
  /** The browser knows how it lies. */
  readonly known: boolean;
  readonly cross: Cross;
  readonly axes: readonly StickAxis[];
  /** Buttons that have been seen up since then or since all rested: one that is down from the start is stuck, or held since before. */
  readonly seenUp: boolean[];
  /** How far each axis is pushed and which buttons are down, as if the pad had the standard mapping. */
  readonly pushed: number[];
  readonly down: boolean[];
}

/** All gamepads: fed with samples, they steer, and command menus. */
export class Gamepads {
  readonly #pads = new Map<number, Pad>();
  #bindings: PadBindings = { up: [], down: [], select: [], back: [] };
  #active: ReadonlySet<string> = new Set();
  readonly #taps = new Taps();
  #repeats: { readonly command: PadCommand; atMs: number } | undefined;
  #commands: PadCommand[] = [];
  #onNext: ((name: string) => void) | undefined;

  setBindings(bindings: PadBindings): void {
    this.#bindings = bindings;
  }

  get up(): boolean {
    return this.#bindings.up.some((name) => isButton(name) && this.#active.has(name));
  }

  get down(): boolean {
    return this.#bindings.down.some((name) => isButton(name) && this.#active.has(name));
  }

  /** A button of that direction was pressed and let go since the newest tick. */
  get tappedUp(): boolean {
    return this.#taps.any(this.#bindings.up);
  }

  get tappedDown(): boolean {
    return this.#taps.any(this.#bindings.down);
  }

  /** A tick has asked: a press that is over counts no longer. */
  taken(): void {
    this.#taps.clear();
  }

  /** The stick that is pushed farthest, −1…1; negative is up. */
  get stick(): number {
    const up = strengthOf(this.#pads.values(), this.#bindings.up);
    const down = strengthOf(this.#pads.values(), this.#bindings.down);
    return down > up ? down : -up;
  }

  /**
   * What one pad holds, for two players here: the first that was plugged in, or the second.
   */
  held(order: 0 | 1): Pick<Held, 'up' | 'down' | 'stick'> {
    const pad = [...this.#pads.values()][order];
    const presses = (bound: readonly string[]): boolean =>
      bound.some((name) => pad?.down[Number(/^button(\d+)$/.exec(name)?.[1])] === true);
    const up = pad === undefined ? 0 : strengthOf([pad], this.#bindings.up);
    const down = pad === undefined ? 0 : strengthOf([pad], this.#bindings.down);
    return { up: presses(this.#bindings.up), down: presses(this.#bindings.down), stick: down > up ? down : -up };
  }

  /**
   * Takes the state of all pads.
   * @param samples as `navigator.getGamepads()` returns them
   * @returns what they ask of a menu, in order
   */
  sample(samples: readonly (PadSample | null)[], nowMs: number): readonly PadCommand[] {
    const present = new Set<number>();
    for (const sample of samples) {
      // Motion sensors are listed as pads as well; they have no buttons.
      if (sample?.connected !== true || sample.buttons.length === 0) continue;
      present.add(sample.index);
      this.#take(sample, nowMs);
    }
    for (const index of this.#pads.keys()) if (!present.has(index)) this.#pads.delete(index);
    const before = this.#active;
    this.#active = this.#names(before);
    this.#commands = [];
    const pressed = [...this.#active].filter((name) => !before.has(name));
    for (const name of pressed) if (isButton(name)) this.#taps.press(name);
    for (const name of before) if (!this.#active.has(name)) this.#taps.release(name);
    const [first] = pressed;
    if (this.#onNext !== undefined && first !== undefined) {
      const tell = this.#onNext;
      this.#onNext = undefined;
      tell(first);
      return [];
    }
    this.#command(pressed, nowMs);
    return this.#commands;
  }

  /** Calls back once with the name of the next button or axis that is pressed, which then does nothing else. @returns what stops that */
  next(listener: (name: string) => void): () => void {
    this.#onNext = listener;
    return () => {
      if (this.#onNext === listener) this.#onNext = undefined;
    };
  }

  /** Lets go of all; what is held now counts only once it was let go or moved. */
  rest(): void {
    for (const { axes, seenUp, pushed, down } of this.#pads.values()) {
      for (const axis of axes) axis.rest();
      seenUp.length = 0;
      pushed.fill(0);
      down.fill(false);
    }
    this.#active = new Set();
    this.#taps.clear();
    this.#repeats = undefined;
  }

  #take(sample: PadSample, nowMs: number): void {
    let pad = this.#pads.get(sample.index);
    if (pad === undefined || pad.id !== sample.id || pad.axes.length !== sample.axes.length) {
      pad = open(sample);
      this.#pads.set(sample.index, pad);
    }
    const { known, cross, axes, pushed, down, seenUp } = pad;
    for (const [axis, state] of axes.entries()) pushed[axis] = state.sample(axisValue(sample.axes, axis), nowMs);
    // From here on an unknown pad's first stick lies where the standard mapping has it: the first two axes that have a middle at all.
    const [x, y] = (known ? undefined : STICKS.find((stick) => stick.every((axis) => axes[axis]?.hasMiddle === true))) ?? STICKS[0];
    [pushed[0], pushed[1]] = [pushed[x] ?? 0, pushed[y] ?? 0];
    const directions = crossOf(sample, cross);
    for (let button = 0; button < Math.max(sample.buttons.length, PadButton.right + 1); button++) {
      const direction = CROSS.indexOf(button);
      const isDown = direction >= 0 && cross !== 'none' ? directions[direction] === true : isPressed(sample.buttons[button]);
      seenUp[button] ||= !isDown;
      down[button] = isDown && seenUp[button] === true;
    }
  }

  /** Names of all that is pressed, on any pad. */
  #names(before: ReadonlySet<string>): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { pushed, down } of this.#pads.values()) {
      for (const [button, isDown] of down.entries()) if (isDown) names.add(`button${button}`);
      for (const [axis, value] of pushed.entries()) {
        const name = `axis${axis}${value < 0 ? '-' : '+'}`;
        if (Math.abs(value) >= (before.has(name) ? LET_GO : PUSHED)) names.add(name);
      }
    }
    return names;
  }

  #command(pressed: readonly string[], nowMs: number): void {
    const { select, back } = this.#bindings;
    const meansDirection = (name: string): boolean => !select.includes(name) && !back.includes(name);
    for (const name of pressed) {
      if (select.includes(name)) this.#commands.push('select');
      else if (back.includes(name)) this.#commands.push('back');
      else if (name === `button${PadButton.start}`) this.#commands.push('menu');
    }
    const held = DIRECTIONS.find(([, names]) => names.some((name) => this.#active.has(name) && meansDirection(name)))?.[0];
    if (held === undefined) this.#repeats = undefined;
    else if (this.#repeats?.command !== held) {
      this.#commands.push(held);
      this.#repeats = { command: held, atMs: nowMs + REPEAT_AFTER_MS };
    } else if (nowMs >= this.#repeats.atMs) {
      this.#commands.push(held);
      this.#repeats.atMs = nowMs + REPEAT_EVERY_MS;
    }
  }
}

/** How far the bound halves of axes are pushed, 0…1, on whichever of some pads it is most. */
function strengthOf(pads: Iterable<Pad>, bound: readonly string[]): number {
  let strength = 0;
  for (const { pushed } of pads) {
    for (const [axis, value] of pushed.entries()) {
      if (bound.includes(`axis${axis}${value < 0 ? '-' : '+'}`)) strength = Math.max(strength, Math.abs(value));
    }
  }
  return strength;
}

function isButton(name: string): boolean {
  return name.startsWith('button');
}

function open(sample: PadSample): Pad {
  const known = sample.mapping === 'standard';
  return {
    id: sample.id,
    known,
    cross: crossPlace(sample),
    axes: sample.axes.map(() => new StickAxis(known)),
    seenUp: [],
    pushed: [],
    down: [],
  };
}
