import { useEffect, useState } from 'preact/hooks';
import type { MatchView } from '../match/match-view.ts';
import type { Stage } from '../stage.ts';

/** A question whether to leave that nobody answers is withdrawn after this long, in ms: later presses are new ones, and as likely a slip. */
const WITHDRAWN_MS = 5_000;

interface LeaveMatchProps {
  readonly stage: Stage;
  readonly view: MatchView;
  readonly small?: boolean;
}

/** Ends the match for good, on both sides. While one is running the first press only asks; Escape, or a while without a second, withdraws it. */
export function LeaveMatch({ stage, view, small = false }: LeaveMatchProps) {
  const [asking, setAsking] = useState(false);
  const { phase } = view.snapshot;
  const running = phase !== 'connecting' && phase !== 'over' && phase !== 'ended';
  const asks = asking && running;
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
  const classes = ['button', small ? 'small' : '', asks ? 'danger' : ''];
  return (
    <>
      <button type="button" class={classes.join(' ').trim()} onClick={() => (running && !asks ? setAsking(true) : stage.leave())}>
        {asks ? 'Yes, leave match' : 'Leave match'}
      </button>
      <span class="visually-hidden" role="status">
        {asks && (view.kind === 'network' ? 'This ends the match for both players. ' : 'This ends the match here. ')}
        {asks && 'Press again to leave, Escape to stay.'}
      </span>
    </>
  );
}

/** Goes to the menu without ending the match, which waits there to be gone on with. */
export function PutAside({ stage }: { readonly stage: Stage }) {
  return (
    <button type="button" class="button" onClick={() => stage.putAside()}>
      Back to menu
    </button>
  );
}

/** The score that a match has ended with, large. */
export function FinalScore({ score }: { readonly score: readonly [number, number] }) {
  return (
    <p class="final">
      <span class="seat0">{score[0]}</span>
      <span aria-hidden="true">–</span>
      <span class="seat1">{score[1]}</span>
    </p>
  );
}
