import { useEffect, useState } from 'preact/hooks';

/** A question that nobody answers is withdrawn after this long, in ms: later presses are new ones, and as likely a slip. */
const WITHDRAWN_MS = 5_000;

/**
 * For a button that ends something for good: the first press asks, the second does it. Escape, or a while without a second press, withdraws the
 * question.
 *
 * @param needed false makes the first press do it, where nothing is lost
 * @returns whether it asks now, and what a press of the button calls
 */
export function useSecondPress(needed: boolean, onSure: () => void): readonly [asks: boolean, press: () => void] {
  const [asking, setAsking] = useState(false);
  const asks = asking && needed;
  useEffect(() => {
    if (!asks) return undefined;
    const withdraw = (): void => setAsking(false);
    const onKey = (event: KeyboardEvent): void => {
      if (event.code !== 'Escape') return;
      // It answers this question and opens or closes nothing else.
      event.stopImmediatePropagation();
      event.preventDefault();
      withdraw();
    };
    const timer = setTimeout(withdraw, WITHDRAWN_MS);
    window.addEventListener('keydown', onKey, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [asks]);
  return [asks, () => (needed && !asks ? setAsking(true) : onSure())];
}
