import { useEffect, useState } from 'preact/hooks';
import { isTyping } from '../input/browser-habits.ts';
import { onWindowLeft } from '../input/window-focus.ts';
import type { MatchView } from '../match/match-view.ts';

/** Keys that come along with changing windows, and others that have a meaning of their own. */
const NOT_MEANT = /^(?:Alt|AltGraph|Control|Shift|Meta|OS|Tab|Escape|CapsLock|F\d+)$/;

/**
 * Pauses a match of this window alone when the window is left, so that no point is lost, until a key, a button or the court is pressed.
 * @param covered whether a panel of the match itself stands over the court, so that nothing moves anyway
 * @param setPaused opens or closes the menu, which holds the match
 * @returns whether the match was paused because the window was left
 */
export function usePracticePause(view: MatchView, covered: boolean, paused: boolean, setPaused: (on: boolean) => void): boolean {
  const [left, setLeft] = useState(false);
  useEffect(() => {
    if (view.setPaused === undefined || covered) return;
    return onWindowLeft(() => {
      // Immediately: a window out of sight draws its screens late.
      view.setPaused?.(true);
      setLeft(true);
      setPaused(true);
    });
  }, [view, covered, setPaused]);
  useEffect(() => {
    if (!paused) setLeft(false);
  }, [paused]);
  useEffect(() => {
    if (!left) return;
    const onKey = ({ key, repeat, target }: KeyboardEvent): void => {
      const onControl = target instanceof HTMLElement && target.closest('button, select, input') !== null;
      if (!repeat && !onControl && !NOT_MEANT.test(key)) setPaused(false);
    };
    const onPointer = ({ target }: PointerEvent): void => {
      if (!isTyping(target)) setPaused(false);
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', onPointer);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', onPointer);
    };
  }, [left, setPaused]);
  return left;
}
