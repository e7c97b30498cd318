import { type Held, mergeAxis } from './axis.ts';

/** How far a mouse must travel, in pixels, before it takes the paddle over from the keys: more than a nudge of the table. */
const MOUSE_TAKEOVER_PX = 24;

/** Buttons of the standard gamepad mapping. */
const PAD_UP = 12;
const PAD_DOWN = 13;
const PAD_STICK_Y = 1;

/** Keyboard, gamepad, mouse and touch of this window, as one axis. */
export class Controls {
  readonly #surface: HTMLElement;
  readonly #toCourtY: (clientY: number) => number;
  readonly #pressed = new Set<string>();
  #up: ReadonlySet<string> = new Set();
  #down: ReadonlySet<string> = new Set();
  #pointerY: number | undefined;
  #mouseTravelPx = 0;

  /**
   * @param surface what mouse and fingers move over
   * @param toCourtY turns a pixel from the window's top into court units from the court's top
   */
  constructor(surface: HTMLElement, toCourtY: (clientY: number) => number) {
    this.#surface = surface;
    this.#toCourtY = toCourtY;
    window.addEventListener('keydown', (event) => this.#keyDown(event));
    window.addEventListener('keyup', (event) => this.#pressed.delete(event.code));
    window.addEventListener('blur', () => this.release());
    surface.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    surface.addEventListener('pointermove', (event) => this.#pointerMove(event));
    surface.addEventListener('pointerup', (event) => this.#pointerUp(event));
    surface.addEventListener('pointercancel', (event) => this.#pointerUp(event));
  }

  /** Sets the keys, as KeyboardEvent.code values. */
  setKeys(up: readonly string[], down: readonly string[]): void {
    this.#up = new Set(up);
    this.#down = new Set(down);
  }

  /** Lets go of everything, as when another window gets the keys. */
  release(): void {
    this.#pressed.clear();
    this.#pointerY = undefined;
    this.#mouseTravelPx = 0;
  }

  /**
   * What the player holds now.
   * @param paddleY centre of the own paddle in court units
   * @returns −7…7
   */
  axis(paddleY: number): number {
    let stick = 0;
    let padUp = false;
    let padDown = false;
    for (const pad of navigator.getGamepads()) {
      if (pad?.connected !== true) continue;
      const y = pad.axes[PAD_STICK_Y] ?? 0;
      if (Math.abs(y) > Math.abs(stick)) stick = y;
      padUp ||= pad.buttons[PAD_UP]?.pressed === true;
      padDown ||= pad.buttons[PAD_DOWN]?.pressed === true;
    }
    const held: Held = {
      keyUp: this.#holds(this.#up),
      keyDown: this.#holds(this.#down),
      stick,
      padUp,
      padDown,
      pointerY: this.#pointerY,
    };
    return mergeAxis(held, paddleY);
  }

  #holds(codes: ReadonlySet<string>): boolean {
    for (const code of codes) if (this.#pressed.has(code)) return true;
    return false;
  }

  #keyDown(event: KeyboardEvent): void {
    if (!this.#up.has(event.code) && !this.#down.has(event.code)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    this.#pressed.add(event.code);
    this.#pointerY = undefined;
    this.#mouseTravelPx = 0;
  }

  #pointerDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse') return;
    this.#surface.setPointerCapture(event.pointerId);
    this.#pointerY = this.#toCourtY(event.clientY);
  }

  #pointerMove(event: PointerEvent): void {
    if (event.pointerType === 'mouse') {
      this.#mouseTravelPx += Math.abs(event.movementY);
      if (this.#mouseTravelPx < MOUSE_TAKEOVER_PX) return;
    } else if (!this.#surface.hasPointerCapture(event.pointerId)) return;
    this.#pointerY = this.#toCourtY(event.clientY);
  }

  #pointerUp(event: PointerEvent): void {
    // A lifted finger points nowhere; a mouse still does.
    if (event.pointerType !== 'mouse') this.#pointerY = undefined;
  }
}

/** Whether keys pressed at an element are text, or move within a control, and so no business of the game. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]') !== null;
}
