import { useEffect } from 'preact/hooks';

/** A mouse pointer that has not moved for this long, in ms, is in the way: it lies over the court like anything else. */
const RESTS_MS = 1_500;

/** Letters that a browser goes away from the page by, or puts a window of its own over it, together with Ctrl or Cmd, also from a text field. */
const LEAVING_LETTERS: ReadonlySet<string> = new Set(['r', 'w', 's', 'p', 'o', 'n', 't', 'd', 'g', 'f', 'h', 'j', 'u', 'e', 'l']);
/** Keys that enlarge the page, which a player may need. */
const ZOOM_KEYS: ReadonlySet<string> = new Set(['+', '-', '=', '0']);

/**
 * While the ball is in play, the court has the window to itself: a mouse pointer that rests is hidden, and the browser's own keys don't reload or
 * close the window, as they would when somebody holds Ctrl to talk and steers with W and S.
 */
export function useCourtAlone(inPlay: boolean): void {
  useEffect(() => {
    if (!inPlay) return undefined;
    const { classList } = document.documentElement;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onMove = (): void => {
      classList.remove('pointer-rests');
      clearTimeout(timer);
      timer = setTimeout(() => classList.add('pointer-rests'), RESTS_MS);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (isBrowserKey(event)) event.preventDefault();
    };
    onMove();
    window.addEventListener('pointermove', onMove, { passive: true });
    window.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      classList.remove('pointer-rests');
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('keydown', onKey);
    };
  }, [inPlay]);
}

function isBrowserKey({ code, key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (code === 'F5' || code === 'BrowserBack' || code === 'BrowserRefresh') return true;
  if (altKey && (code === 'ArrowLeft' || code === 'ArrowRight')) return true;
  if (!ctrlKey && !metaKey) return false;
  // In a text field the other letters select, copy and undo.
  if (target instanceof HTMLInputElement) return LEAVING_LETTERS.has(key.toLowerCase());
  return key.length === 1 && !ZOOM_KEYS.has(key);
}
