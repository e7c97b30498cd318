/** What is asked before something that a browser does by itself is prevented. */
export interface BrowserHabits {
  /** Whether the devices steer a paddle now. */
  readonly steers: () => boolean;
  /** A context menu opens that takes the ends of presses from now on. */
  readonly onMenu: () => void;
}

/** Keeps a browser from what it does by itself and would take a paddle away from its player, or the match from the window. */
export function preventBrowserHabits({ steers, onMenu }: BrowserHabits): void {
  window.addEventListener('contextmenu', (event) => {
    if (isTyping(event.target)) onMenu();
    else event.preventDefault();
  });
  // A text that is dragged away takes the mouse with it: no movement is told until it is dropped.
  window.addEventListener('dragstart', (event) => {
    if (!isTyping(event.target)) event.preventDefault();
  });
  // A file or a link that is dropped would be opened in place of the game.
  for (const type of ['dragover', 'drop'] as const) {
    window.addEventListener(type, (event) => {
      const isText = isTyping(event.target) && event.dataTransfer?.types.includes('Files') === false;
      if (isText) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    });
  }
  // Ctrl is held by those who steer with it, or talk with it; the wheel would zoom the page.
  window.addEventListener('wheel', (event) => event.ctrlKey && steers() && event.preventDefault(), { passive: false });
}

/** Whether what is pressed at an element is text, or moves within a control, and so no business of the game. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]') !== null;
}
