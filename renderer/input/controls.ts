import { mergeAxis } from './axis.ts';
import { isTyping, preventBrowserHabits } from './browser-habits.ts';
import type { Gamepads, PadBindings, PadCommand } from './gamepads.ts';
import { Keyboard } from './keyboard.ts';
import { Mouse } from './mouse.ts';
import { Touch } from './touch.ts';
import { shareKeys } from './two-players.ts';
import { onWindowLeft, windowHasFocus } from './window-focus.ts';

/** What the devices of a window act on. */
export interface ControlsOptions {
  readonly gamepads: Gamepads;
  /** What fingers touch. */
  readonly surface: HTMLElement;
  /** Turns a pixel from the window's top into court units from the court's top. */
  readonly toCourtY: (clientY: number) => number;
  /** Whether the devices steer a paddle now; otherwise they belong to what stands over the court. */
  readonly steers: () => boolean;
  /** What a gamepad asks of a menu, whether or not the devices steer. */
  readonly onPadCommand: (command: PadCommand) => void;
}

/** Keyboard, gamepad, mouse and touch of this window, as one axis. Without the focus, and whenever the end of a press could go elsewhere, all of them rest. */
export class Controls {
  readonly #options: ControlsOptions;
  readonly #keyboard = new Keyboard();
  /** The same keys, shared between two players here. */
  readonly #shared = [new Keyboard(), new Keyboard()] as const;
  readonly #gamepads: Gamepads;
  readonly #mouse = new Mouse();
  readonly #touch = new Touch();
  #steered = false;

  constructor(options: ControlsOptions) {
    this.#options = options;
    this.#gamepads = options.gamepads;
    // Before every other listener, so that a key that steers does nothing else.
    const early = { capture: true };
    window.addEventListener('keydown', (event) => this.#keyDown(event), early);
    window.addEventListener('keyup', (event) => this.#keyUp(event), early);
    window.addEventListener('focusin', ({ target }) => {
      if (isTyping(target)) this.#restKeys();
    });
    preventBrowserHabits({ steers: options.steers, onMenu: () => this.release() });
    onWindowLeft(() => this.release());
    const { surface } = options;
    surface.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    // Also over what stands over the court, such as a name.
    window.addEventListener('pointermove', (event) => this.#pointerMove(event));
    // Wherever the finger is by then.
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      window.addEventListener(end, ({ pointerId }) => this.#touch.lift(pointerId));
    }
    document.documentElement.addEventListener('pointerleave', ({ pointerType }) => {
      if (pointerType === 'mouse') this.#mouse.leave();
    });
  }

  /** Sets the keys, as KeyboardEvent.code values. */
  setKeys(up: readonly string[], down: readonly string[]): void {
    this.#keyboard.setKeys(up, down);
    for (const [seat, keys] of shareKeys({ up, down }).entries()) this.#shared[seat]?.setKeys(keys.up, keys.down);
  }

  setPadBindings(bindings: PadBindings): void {
    this.#gamepads.setBindings(bindings);
  }

  /** Lets go of everything; what is held now counts once it is pressed or moved anew. */
  release(): void {
    this.#restKeys();
    this.#gamepads.rest();
    this.#mouse.rest();
    this.#touch.rest();
  }

  /** Reads the gamepads, which tell nothing by themselves, and whether the window still has the focus. To be called often, also while nobody plays. */
  readPads(nowMs: number): void {
    if (!windowHasFocus()) {
      this.release();
      return;
    }
    for (const command of this.#gamepads.sample(pluggedIn(), nowMs)) this.#options.onPadCommand(command);
  }

  /**
   * What the player holds now.
   * @param paddleY centre of the own paddle in court units
   * @returns −7…7
   */
  axis(paddleY: number): number {
    if (!this.#steersNow()) return 0;
    const { up, down } = pressedNow(this.#keyboard, this.#gamepads);
    const pointed = this.#touch.y ?? this.#mouse.y;
    const unpointed = mergeAxis({ up, down, stick: this.#gamepads.stick, pointerY: undefined }, paddleY);
    // A mouse that rests must not take the paddle back when another device is let go.
    if (up || down || unpointed !== 0 || this.#touch.y !== undefined) this.#mouse.rest();
    return mergeAxis({ up, down, stick: this.#gamepads.stick, pointerY: pointed }, paddleY);
  }

  /**
   * What one of two players at this machine holds now, by keys and by a pad of their own; a mouse or finger belongs to neither.
   * @returns −7…7
   */
  axisOf(seat: 0 | 1): number {
    if (!this.#steersNow()) return 0;
    const keys = this.#shared[seat];
    const pad = this.#gamepads.held(seat);
    const { up, down } = pressedNow(keys, { ...pad, tappedUp: false, tappedDown: false });
    return mergeAxis({ up, down, stick: pad.stick, pointerY: undefined }, 0);
  }

  /** A tick has asked for the axis: a press that is over counts no longer. */
  taken(): void {
    for (const keyboard of [this.#keyboard, ...this.#shared]) keyboard.taken();
    this.#gamepads.taken();
  }

  #steersNow(): boolean {
    const steers = this.#options.steers();
    // What was held when a panel opened is not held for what comes after it.
    if (this.#steered && !steers) {
      this.#restKeys();
      this.#mouse.rest();
      this.#touch.rest();
    }
    this.#steered = steers;
    return steers;
  }

  #restKeys(): void {
    for (const keyboard of [this.#keyboard, ...this.#shared]) keyboard.rest();
  }

  #keyDown(event: KeyboardEvent): void {
    // A held Enter presses a focused button again and again.
    if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
    if (!this.#options.steers() || isTyping(event.target)) return;
    const steering = [this.#keyboard, ...this.#shared].filter((keyboard) => keyboard.press(event));
    if (steering.length > 0) event.preventDefault();
    else if (opensMenuBar(event)) event.preventDefault();
  }

  #keyUp(event: KeyboardEvent): void {
    const steering = [this.#keyboard, ...this.#shared].filter((keyboard) => keyboard.release(event));
    const steers = steering.length > 0 || opensMenuBar(event);
    // A button is pressed by a space bar that comes up.
    if (steers && this.#options.steers() && !isTyping(event.target)) event.preventDefault();
  }

  #pointerDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' || !this.#options.steers()) return;
    this.#options.surface.setPointerCapture(event.pointerId);
    this.#touch.touch(event.pointerId, this.#options.toCourtY(event.clientY));
  }

  #pointerMove(event: PointerEvent): void {
    const courtY = this.#options.toCourtY(event.clientY);
    if (event.pointerType !== 'mouse') {
      this.#touch.move(event.pointerId, courtY, event.buttons !== 0);
      return;
    }
    if (!this.#options.steers()) return;
    // There it points at what is written, and has left the court as it leaves the window.
    if (event.target instanceof Element && event.target.closest('.chat') !== null) {
      this.#mouse.leave();
      return;
    }
    this.#mouse.move({ screenX: event.screenX, screenY: event.screenY, courtY, timeMs: event.timeStamp });
  }
}

/** What a device with directions has. */
type Directions = Pick<Keyboard, 'up' | 'down' | 'tappedUp' | 'tappedDown'>;

/** A press that was over before the tick comes first: what took its place is still held for the next one. */
function pressedNow(a: Directions, b: Directions): Pick<Keyboard, 'up' | 'down'> {
  const tappedUp = a.tappedUp || b.tappedUp;
  const tappedDown = a.tappedDown || b.tappedDown;
  return { up: tappedUp || (!tappedDown && (a.up || b.up)), down: tappedDown || (!tappedUp && (a.down || b.down)) };
}

/** All gamepads; none where the page is not allowed to know them: outside of secure contexts there is no such function, and under some policies it throws. */
function pluggedIn(): readonly (Gamepad | null)[] {
  if (!('getGamepads' in navigator)) return [];
  try {
    return navigator.getGamepads();
  } catch {
    // Play goes on with everything else; a tick must not end here.
    return [];
  }
}

/** Keys that, pressed alone, take the keyboard to a menu bar: a player who talks with Alt held would steer no longer. */
function opensMenuBar({ key }: KeyboardEvent): boolean {
  return key === 'Alt' || key === 'F10';
}
