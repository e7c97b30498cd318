import type { PadCommand } from './gamepads.ts';
import { type MenuDirection, nextBox } from './menu-path.ts';

/** What a gamepad can use. It can't write, so text fields are left out. */
const USABLE = 'button:not(:disabled), select:not(:disabled), input:not(:disabled):not([type="text"]):not([type="password"])';

/** A second press within this time, in ms, belongs to the first. */
const DOUBLE_PRESS_MS = 300;

/** Menus and panels by gamepad: what is chosen has the focus, as with the keys. */
export class PadMenu {
  readonly #root: HTMLElement;
  readonly #onBack: () => void;
  #chosenMs = Number.NEGATIVE_INFINITY;

  /**
   * @param root holds all menus
   * @param onBack goes back from a screen that has no use for Escape
   */
  constructor(root: HTMLElement, onBack: () => void) {
    this.#root = root;
    this.#onBack = onBack;
    const onOther = (): void => document.documentElement.classList.remove('by-pad');
    for (const type of ['keydown', 'pointerdown'])
      window.addEventListener(type, (event) => event.isTrusted && onOther(), { capture: true });
  }

  /** @param playing whether nothing stands over the court, so that only the menu can be called */
  take(command: PadCommand, playing: boolean): void {
    if (playing && command !== 'menu') return;
    document.documentElement.classList.add('by-pad');
    const at = this.#focused();
    // Whoever does something else in between means the next press.
    if (command !== 'select') this.#chosenMs = Number.NEGATIVE_INFINITY;
    switch (command) {
      case 'menu':
        this.#escape();
        return;
      case 'back':
        if (this.#escape()) this.#onBack();
        return;
      case 'select':
        // Two presses in a row would press what has come meanwhile.
        if (performance.now() - this.#chosenMs < DOUBLE_PRESS_MS) return;
        this.#chosenMs = performance.now();
        this.#select(at);
        return;
      case 'left':
      case 'right':
        if (at !== undefined && change(at, command === 'right' ? 1 : -1)) return;
        this.#move(at, command);
        return;
      case 'up':
      case 'down':
        this.#move(at, command);
    }
  }

  /** @returns whether nobody had a use for the key */
  #escape(): boolean {
    const target = document.activeElement ?? document.body;
    return target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }));
  }

  /** Presses what has the focus, else what the panel offers first. */
  #select(at: HTMLElement | undefined): void {
    if (at instanceof HTMLSelectElement) change(at, 1);
    else if (at !== undefined) at.click();
    else
      this.#usable()
        .find((element) => element.classList.contains('primary'))
        ?.click();
  }

  #move(at: HTMLElement | undefined, direction: MenuDirection): void {
    const usable = this.#usable();
    const from = at === undefined ? -1 : usable.indexOf(at);
    const boxes = usable.map((element) => element.getBoundingClientRect());
    // Whoever begins to choose begins with what most want.
    const first = from < 0 && direction === 'down' ? usable.find((element) => element.classList.contains('primary')) : undefined;
    const next = first ?? usable[nextBox(boxes, from, direction)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  #focused(): HTMLElement | undefined {
    const active = document.activeElement;
    return active instanceof HTMLElement && active.matches(USABLE) && this.#root.contains(active) ? active : undefined;
  }

  /** All that can be used and is on the screen; in a dialog that covers the rest, only what is in it. */
  #usable(): readonly HTMLElement[] {
    const modal = this.#root.querySelector('[aria-modal="true"]') ?? this.#root;
    return [...modal.querySelectorAll<HTMLElement>(USABLE)].filter((element) => element.getClientRects().length > 0);
  }
}

/** Changes a list or a slider by a step, as the arrow keys do. @returns whether the element is one */
function change(element: HTMLElement, steps: 1 | -1): boolean {
  if (element instanceof HTMLSelectElement) {
    const { length, selectedIndex } = element;
    if (length > 0) element.selectedIndex = (selectedIndex + steps + length) % length;
  } else if (element instanceof HTMLInputElement && element.type === 'range') {
    if (steps > 0) element.stepUp();
    else element.stepDown();
  } else return false;
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}
