import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import type { Screen } from '../app/screen.ts';
import { Button } from './button.tsx';
import { ConnectErrorScreen } from './connect-error-screen.tsx';
import { explainJoining, progressText } from './connect-texts.ts';
import { KnownObstacles } from './obstacles.tsx';
import { OpenGameList } from './open-games.tsx';

/** Longest text that the field takes, in UTF-16 units: a message of a chat with the code somewhere in it. */
const MAX_TYPED = 2_000;

/** Takes a code, or one of the open games, and connects; or says what is in the way. */
export function JoinScreen({
  controller,
  screen,
}: {
  readonly controller: AppController;
  readonly screen: Extract<Screen, { name: 'join' }>;
}) {
  const field = useRef<HTMLInputElement>(null);
  const { progress, failure, mistake, code = '' } = screen;
  const busy = progress !== undefined;
  const typing = !busy && failure === undefined;
  useLayoutEffect(() => {
    if (typing) field.current?.focus();
  }, [typing]);
  if (failure !== undefined) {
    const explanation = explainJoining(failure, controller.settings);
    return <ConnectErrorScreen controller={controller} failure={failure} explanation={explanation} onAgain={() => controller.join(code)} />;
  }
  return (
    <main class="screen">
      <section class="panel wide">
        <h1 class="panel-title">Join a game</h1>
        <div class="columns">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              controller.join(field.current?.value ?? '');
            }}
          >
            <label class="field">
              <span class="field-label">Join code</span>
              <input
                ref={field}
                class="code-input"
                type="text"
                maxLength={MAX_TYPED}
                placeholder="K7QF-3M9X"
                spellcheck={false}
                autocomplete="off"
                disabled={busy}
                aria-describedby="join-says"
              />
            </label>
            <div id="join-says" class="says" role={mistake === undefined ? 'status' : 'alert'}>
              {mistake !== undefined && (
                <>
                  <strong>That is not a complete code</strong>
                  <p>{mistake.detail}</p>
                </>
              )}
              {mistake === undefined && !busy && (
                <p class="dim">Capitals and the dash don’t matter. A watch code lets you join as a spectator.</p>
              )}
              {busy && (
                <p class="progress">
                  <span class="spinner" aria-hidden="true" />
                  {progressText(progress)}
                </p>
              )}
            </div>
            <div class="actions">
              <button type="submit" class="button primary" disabled={busy}>
                Join
              </button>
              <Button label={busy ? 'Cancel' : 'Back to menu'} onClick={() => (busy ? controller.toJoin() : controller.toMenu())} />
            </div>
          </form>
          <OpenGameList controller={controller} disabled={busy} />
        </div>
        <KnownObstacles controller={controller} />
        <Button label="Other ways to connect" look="quiet small" disabled={busy} onClick={() => controller.open('other-ways')} />
      </section>
    </main>
  );
}
