import type { Sounds } from './sounds.ts';

/** What can be pressed or changed in menus. */
const CONTROLS = 'button, select, input[type="checkbox"], input[type="range"]';

/** Lets menus be heard: what is pressed or changed, and where keys or a gamepad have gone. */
export function soundMenus(root: HTMLElement, sounds: Pick<Sounds, 'menu'>): void {
  const isControl = (target: EventTarget | null): target is Element => target instanceof Element && target.closest(CONTROLS) !== null;
  root.addEventListener('click', ({ target }) => isControl(target) && !(target instanceof HTMLSelectElement) && sounds.menu('press'));
  root.addEventListener('change', ({ target }) => isControl(target) && target.matches('select, [type="range"]') && sounds.menu('press'));
  // A mouse that presses focuses as well, and is heard already.
  root.addEventListener('focusin', ({ target }) => isControl(target) && target.matches(':focus-visible') && sounds.menu('move'));
}
