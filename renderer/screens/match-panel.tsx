import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import type { MatchView } from '../match/match-view.ts';
import { scoreText } from '../match/speech.ts';
import { Button } from './button.tsx';
import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { FullScreenField } from './full-screen-field.tsx';
import { InputDelayField } from './input-delay-field.tsx';
import { FinalScore, LeaveMatch, PutAside } from './leaving.tsx';
import { LevelField } from './level-field.tsx';
import { nameList } from './name-list.ts';
import { coversMatch, phaseText } from './phase-text.ts';
import { MuteField } from './sound-fields.tsx';
import { SpectatorsField } from './spectators-field.tsx';
import { WatchPanelBody } from './watch-panel.tsx';

interface MatchPanelProps {
  readonly controller: AppController;
  readonly view: MatchView;
  readonly paused: boolean;
  /** Practice was paused because its window was left. */
  readonly left: boolean;
  readonly onResume: () => void;
}

/** What stands in the middle while nobody plays: connecting, suspended, over, ended, or the menu that Escape opens. */
export function MatchPanel({ controller, view, paused, left, onResume }: MatchPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const { phase } = view.status;
  // Rallies come and go behind the menu, which stays the same panel meanwhile.
  const shown = coversMatch(phase) ? phase : 'menu';
  useLayoutEffect(() => {
    // Not onto a button, where a key meant for the game would press it, and not away from somebody who writes.
    if (!(document.activeElement instanceof HTMLInputElement)) panel.current?.focus();
  }, [shown]);
  return (
    <section class="panel match-panel" role="dialog" aria-label="Match" tabIndex={-1} ref={panel}>
      <PanelBody controller={controller} view={view} paused={paused} left={left} onResume={onResume} />
    </section>
  );
}

function PanelBody({ controller, view, paused, left, onResume }: MatchPanelProps) {
  const { status } = view;
  if (view.kind === 'watch' && status.phase !== 'ended') return <WatchPanelBody controller={controller} view={view} onResume={onResume} />;
  const other = status.labels[view.seat === 0 ? 1 : 0];
  switch (status.phase) {
    case 'ended':
      return (
        <>
          <h1 class="panel-title">The match has ended</h1>
          <p role="alert">{status.endDetail}</p>
          <p class="dim">Score: {scoreText(status)}.</p>
          <div class="actions">
            <Button label="Back to menu" look="primary" onClick={() => controller.toMenu()} />
          </div>
          <CopyDiagnostics copyText={controller.desktop.calls.copyText} />
        </>
      );
    case 'over':
      return (
        <>
          <h1 class="panel-title">{phaseText(status, view.seat)}</h1>
          <FinalScore score={status.score} />
          <p class="dim">
            {status.wantsRematch ? `Waiting for ${other} to accept a rematch …` : 'Play again?'}
            {status.result === 'pending' && ` The result is pending until ${other} has it as well.`}
          </p>
          {view.kind === 'practice' && <LevelField controller={controller} />}
          <div class="actions">
            <Button label="Rematch" look="primary" disabled={status.wantsRematch} onClick={() => view.rematch?.()} />
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      );
    case 'suspended':
      return <SuspendedBody controller={controller} view={view} other={other} />;
    case 'connecting':
      return (
        <>
          <h1 class="panel-title">Connected</h1>
          <p class="progress" role="status">
            <span class="spinner" aria-hidden="true" />
            Comparing versions …
          </p>
          <div class="actions">
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      );
    default:
      return paused ? (
        <>
          <h1 class="panel-title">{left ? 'Paused' : 'Menu'}</h1>
          <p class="dim" role={left ? 'status' : undefined}>
            {pauseText(view, left)}
          </p>
          {view.kind === 'practice' && <LevelField controller={controller} />}
          {view.kind !== 'local' && <InputDelayField controller={controller} />}
          <FullScreenField />
          <MuteField controller={controller} />
          <SpectatorsField controller={controller} />
          <div class="actions">
            <Button label="Keep playing" look="primary" onClick={onResume} />
            <LeaveMatch controller={controller} view={view} />
          </div>
        </>
      ) : null;
  }
}

function pauseText({ setPaused }: MatchView, left: boolean): string {
  if (setPaused === undefined) return 'The match continues in the meantime.';
  return left ? 'The match is paused because you left its window. Press any key to continue.' : 'The match is paused.';
}

/** A match that waits for the other player: how long, and what can be done meanwhile. */
function SuspendedBody({
  controller,
  view,
  other,
}: {
  readonly controller: AppController;
  readonly view: MatchView;
  readonly other: string;
}) {
  const { graceSeconds, canClaim, claimed, watchers } = view.status;
  if (claimed) {
    return (
      <>
        <h1 class="panel-title">Claimed by forfeit</h1>
        <p role="status">You have claimed this match. The result is pending until {other} has it as well.</p>
        <p class="dim">It is settled when you next connect, now or later from the menu.</p>
        <div class="actions">
          <PutAside controller={controller} />
        </div>
      </>
    );
  }
  return (
    <>
      <h1 class="panel-title">Connection lost</h1>
      <p>
        Waiting for {other}
        {!canClaim && <span aria-hidden="true">, {graceSeconds} s</span>}
      </p>
      <p class="dim">
        {canClaim
          ? `${other} has not come back. Keep waiting, continue another time, or claim the match.`
          : 'The match is frozen and no point can be lost. It resumes automatically when the connection is back.'}
        {watchers.length > 0 && ` ${nameList(watchers)} ${watchers.length === 1 ? 'keeps' : 'keep'} a copy of it in the meantime.`}
      </p>
      <div class="actions">
        {canClaim && <Button label="Claim the match" look="primary" onClick={() => view.claim?.()} />}
        <PutAside controller={controller} />
        <LeaveMatch controller={controller} view={view} />
      </div>
    </>
  );
}
