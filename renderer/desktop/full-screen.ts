/** Whether this window may fill the screen: a page within another one may not, and some systems have no such thing. */
export function canFillScreen(): boolean {
  return document.fullscreenEnabled;
}

/** Whether it does now, whoever has made it so. */
export function fillsScreen(): boolean {
  return document.fullscreenElement !== null;
}

/**
 * Fills the screen with this window, or makes it a window again.
 *
 * @throws Error when the system or the browser does not let it
 */
export async function toggleFullScreen(): Promise<void> {
  if (fillsScreen()) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}

/**
 * F11 and Alt+Enter toggle full screen on every screen, once for each press however long it is, and Escape leaves it. None of the three does anything
 * else then: Enter presses no button, and Escape opens no menu.
 *
 * @param onProblem called with why it could not be toggled
 */
export function listenForFullScreenKeys(onProblem: (problem: unknown) => void): void {
  const onKey = (event: KeyboardEvent): void => {
    const { code, altKey, isComposing, repeat } = event;
    const toggles = code === 'F11' || (altKey && (code === 'Enter' || code === 'NumpadEnter'));
    // Mostly the shell has left it before the page hears of the key. An Escape that a gamepad makes is for menus: it has no other way to them.
    const leaves = code === 'Escape' && event.isTrusted && fillsScreen() && !isComposing;
    if (!toggles && !leaves) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!repeat && canFillScreen()) toggleFullScreen().catch(onProblem);
  };
  window.addEventListener('keydown', onKey, true);
}
