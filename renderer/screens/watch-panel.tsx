import type { AppController } from '../app/app-controller.ts';
import type { MatchView } from '../match/match-view.ts';
import { Button } from './button.tsx';
import { FullScreenField } from './full-screen-field.tsx';
import { FinalScore, LeaveMatch, PutAside } from './leaving.tsx';
import { nameList } from './name-list.ts';
import { phaseText } from './phase-text.ts';

interface WatchPanelProps {
  readonly controller: AppController;
  readonly view: MatchView;
  readonly onResume: () => void;
}

/** What somebody who watches sees in the middle: before the match, while a player is away, after it, or the menu that Escape opens. */
export function WatchPanelBody({ controller, view, onResume }: WatchPanelProps) {
  const { status } = view;
  switch (status.phase) {
    case 'connecting':
      return (
        <>
          <h1 class="panel-title">You’ve joined as a spectator</h1>
          <p class="progress" role="status">
            <span class="spinner" aria-hidden="true" />
            Waiting for the match to begin …
          </p>
          <div class="actions">
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      );
    case 'suspended':
      return <MissingBody controller={controller} view={view} />;
    case 'over':
      return (
        <>
          <h1 class="panel-title">{phaseText(status, undefined)}</h1>
          <FinalScore score={status.score} />
          <p class="dim">If both players want a rematch, you will see it here.</p>
          <div class="actions">
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      );
    default:
      return (
        <>
          <h1 class="panel-title">Menu</h1>
          <p class="dim">The match continues in the meantime.</p>
          <FullScreenField />
          <div class="actions">
            <Button label="Keep watching" look="primary" onClick={onResume} />
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      );
  }
}

function watchedText(away: string, present: string | undefined, cutOff: boolean, overdue: boolean): string {
  if (cutOff)
    return 'They may still be playing, or be away. This window keeps what it has seen, and resumes automatically once it reaches one of them.';
  if (overdue && present !== undefined) return `${away} has not come back. ${present} can keep waiting or claim the match.`;
  return 'The match is frozen and no point can be lost. This window keeps a copy, so both players can come back to it.';
}

/** A match in which a player is missing: who, how long, and what this window has to do with it. */
function MissingBody({ controller, view }: { readonly controller: AppController; readonly view: MatchView }) {
  const { missing, labels, cutOff, graceSeconds } = view.status;
  const present = missing.length === 1 ? labels[missing[0] === 0 ? 1 : 0] : undefined;
  const away = nameList(missing.map((seat) => labels[seat]));
  return (
    <>
      <h1 class="panel-title">Connection lost</h1>
      <p>
        {cutOff ? 'No connection to' : 'Waiting for'} {away}
        {graceSeconds > 0 && <span aria-hidden="true">, {graceSeconds} s</span>}
      </p>
      <p class="dim">{watchedText(away, present, cutOff, graceSeconds === 0)}</p>
      <div class="actions">
        <PutAside controller={controller} />
        <LeaveMatch controller={controller} view={view} />
      </div>
    </>
  );
}
