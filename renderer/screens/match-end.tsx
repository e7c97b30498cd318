import type { Stage } from '../stage.ts';

/** Ends the match for good, on both sides. */
export function LeaveMatch({ stage }: { readonly stage: Stage }) {
  return (
    <button type="button" class="button" onClick={() => stage.leave()}>
      Leave match
    </button>
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
