import type { AppController } from '../app/app-controller.ts';
import type { MatchView } from '../match/match-view.ts';
import { Button } from './button.tsx';
import { useSecondPress } from './use-second-press.ts';

interface LeaveMatchProps {
  readonly controller: AppController;
  readonly view: MatchView;
  readonly small?: boolean;
}

/** Ends the match for good, on both sides; one that is running only by a second press. */
export function LeaveMatch({ controller, view, small = false }: LeaveMatchProps) {
  const { phase } = view.status;
  const running = phase !== 'connecting' && phase !== 'over' && phase !== 'ended';
  const [asks, press] = useSecondPress(running, () => controller.leave());
  const classes = ['button', small ? 'small' : '', asks ? 'danger' : ''];
  return (
    <>
      <button type="button" class={classes.join(' ').trim()} onClick={press}>
        {asks ? 'Yes, leave match' : 'Leave match'}
      </button>
      <span class="visually-hidden" role="status">
        {asks && (view.kind === 'network' ? 'This ends the match for both players. ' : 'This ends the match here. ')}
        {asks && 'Press again to leave, Escape to stay.'}
      </span>
    </>
  );
}

/** Goes to the menu without ending the match, which waits there to be resumed. */
export function PutAside({ controller }: { readonly controller: AppController }) {
  return <Button label="Back to menu" onClick={() => controller.putAside()} />;
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
