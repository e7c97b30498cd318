/** As long as GTK waits for the second click of a double click. Systems wait for 400 to 500 ms, and nearly all double clicks are over by then. */
const DOUBLE_PRESS_MS = 400;
/** A press that comes sooner than this after a change, in ms, was meant for what was there before: nobody reacts faster. */
const SURPRISE_MS = 250;
/** How far a mouse and a finger stray between the two clicks of a double click, in CSS pixels; systems allow a mouse four. */
const MOUSE_REACH_PX = 8;
const TOUCH_REACH_PX = 28;

/** What a press does something to. */
const PRESSED = 'button, .check';
const PRESSING_KEYS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Space']);

/**
 * Makes a double click, a double tap and a key that is held the same as one press, on every screen: for a moment after a press nothing can be
 * pressed at that spot, nor with that key, whatever has come to be there. So it is where the pointer rests when buttons come or go by themselves.
 *
 * @param screens what buttons are in
 */
export function guardPresses(screens: HTMLElement): void {
  const shield = document.createElement('div');
  shield.className = 'press-shield';
  shield.hidden = true;
  document.body.append(shield);
  const spot = { x: 0, y: 0, reachPx: MOUSE_REACH_PX };
  let covered = { ...spot, untilMs: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cover = (untilMs: number): void => {
    covered = { ...spot, untilMs: Math.max(untilMs, covered.untilMs) };
    const { x, y, reachPx } = covered;
    Object.assign(shield.style, {
      left: `${x - reachPx}px`,
      top: `${y - reachPx}px`,
      width: `${2 * reachPx}px`,
      height: `${2 * reachPx}px`,
    });
    shield.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      shield.hidden = true;
    }, covered.untilMs - performance.now());
  };
  let meant = true;
  const follow = ({ type, clientX, clientY, pointerType, timeStamp }: PointerEvent): void => {
    if (type === 'pointerdown') {
      const { x, y, reachPx, untilMs } = covered;
      // A page that was busy hears of a press late, when nothing is covered any longer; what counts is when it was made.
      meant = timeStamp >= untilMs || Math.max(Math.abs(clientX - x), Math.abs(clientY - y)) > reachPx;
    }
    spot.x = clientX;
    spot.y = clientY;
    spot.reachPx = pointerType === 'mouse' ? MOUSE_REACH_PX : TOUCH_REACH_PX;
  };
  for (const type of ['pointermove', 'pointerdown'] as const) window.addEventListener(type, follow, { capture: true, passive: true });
  const onClick = (event: MouseEvent): void => {
    // Clicks made by a key or a program have no detail.
    if (event.detail === 0) return;
    if (meant && isIn(event.target, PRESSED)) cover(event.timeStamp + DOUBLE_PRESS_MS);
    if (meant) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('click', onClick, true);
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(hasButton)))
      cover(performance.now() + SURPRISE_MS);
  }).observe(screens, { childList: true, subtree: true });
  guardKeys();
}

/** A held key presses once, and a second press of the same key at once counts no more than a second click does. */
function guardKeys(): void {
  let pressedCode = '';
  let pressedMs = 0;
  const onKey = (event: KeyboardEvent): void => {
    const { code, target, repeat } = event;
    const soon = code === pressedCode && event.timeStamp - pressedMs < DOUBLE_PRESS_MS;
    pressedCode = '';
    if (!PRESSING_KEYS.has(code) || event.isComposing) return;
    const onButton = isIn(target, PRESSED);
    const types = code === 'Space' && isIn(target, 'input, textarea, select');
    if ((repeat || soon) && !types) event.preventDefault();
    if (!onButton && !soon) return;
    pressedCode = code;
    if (!soon) pressedMs = event.timeStamp;
  };
  window.addEventListener('keydown', onKey, true);
}

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

function hasButton(node: Node): boolean {
  return node instanceof Element && (node.matches('button') || node.querySelector('button') !== null);
}
