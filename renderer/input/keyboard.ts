import { Taps } from './taps.ts';

/** What is read of a KeyboardEvent. */
export interface KeyPress {
  /** Position of the key, such as `KeyW`; empty from some screen keyboards and remote desktops. */
  readonly code: string;
  /** What it types or is called, such as `w` or `Shift`. */
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Keys whose release is not told on every system (locks toggle, input-method keys only go down, PrintScreen only comes up): they can't be held. */
const UNHOLDABLE =
  /^(?:CapsLock|NumLock|ScrollLock|PrintScreen|Pause|KanaMode|Lang\d|NonConvert|Convert|Fn|FnLock|Power|Eject|Sleep|WakeUp)$/;

/** Whether the end of a press of this key is always told, so that it may steer. */
export function isHoldable(code: string): boolean {
  return code !== '' && !UNHOLDABLE.test(code);
}

/** The paddle's keys, by position. Whatever else is held does not matter. */
export class Keyboard {
  readonly #held = new Set<string>();
  readonly #taps = new Taps();
  #up: ReadonlySet<string> = new Set();
  #down: ReadonlySet<string> = new Set();

  /** Sets the keys, as KeyboardEvent.code values. One that is held and no longer among them is let go. */
  setKeys(up: readonly string[], down: readonly string[]): void {
    this.#up = new Set(up);
    this.#down = new Set(down);
    for (const code of this.#held) if (!this.#steers(code)) this.#held.delete(code);
  }

  get up(): boolean {
    return this.#holds(this.#up);
  }

  get down(): boolean {
    return this.#holds(this.#down);
  }

  /** A key of that direction was pressed and let go since the newest tick. */
  get tappedUp(): boolean {
    return this.#taps.any(this.#up);
  }

  get tappedDown(): boolean {
    return this.#taps.any(this.#down);
  }

  /**
   * A key goes down, or repeats: then it is certainly held, also when its first press went elsewhere.
   * @returns whether it steers, so that it must do nothing else
   */
  press(event: KeyPress): boolean {
    this.#dropModifiers(event);
    const code = positionOf(event);
    if (!this.#steers(code)) return false;
    // A key that repeats was not pressed anew.
    if (!this.#held.has(code)) this.#taps.press(code);
    this.#held.add(code);
    return true;
  }

  /** A key comes up. @returns whether it is one that steers */
  release(event: KeyPress): boolean {
    const code = positionOf(event);
    // While Command is held, macOS tells of no key that comes up.
    if (event.key === 'Meta' || event.key === 'OS') this.rest();
    this.#held.delete(code);
    this.#taps.release(code);
    this.#dropModifiers(event);
    return this.#steers(code);
  }

  /** Lets go of everything: the ends of presses may go elsewhere from now on. */
  rest(): void {
    this.#held.clear();
    this.#taps.clear();
  }

  /** A tick has asked: a press that is over counts no longer. */
  taken(): void {
    this.#taps.clear();
  }

  /** Windows tells of only one of two Shift keys that come up, and AltGr presses a Ctrl that never comes up: a modifier that no event has is not held. */
  #dropModifiers({ shiftKey, ctrlKey, metaKey }: KeyPress): void {
    for (const code of this.#held) {
      const gone =
        (!shiftKey && code.startsWith('Shift')) || (!ctrlKey && code.startsWith('Control')) || (!metaKey && code.startsWith('Meta'));
      if (gone) this.#held.delete(code);
    }
  }

  #steers(code: string): boolean {
    return (this.#up.has(code) || this.#down.has(code)) && isHoldable(code);
  }

  #holds(codes: ReadonlySet<string>): boolean {
    for (const code of codes) if (this.#held.has(code)) return true;
    return false;
  }
}

/** The position of a key; where none is given, the one that its letter or name has on most keyboards. */
export function positionOf({ code, key }: Pick<KeyPress, 'code' | 'key'>): string {
  if (code !== '') return code;
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  if (key === ' ') return 'Space';
  return /^Arrow/.test(key) ? key : '';
}
