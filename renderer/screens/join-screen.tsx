import { useEffect, useRef } from 'preact/hooks';
import type { Screen, Stage } from '../stage.ts';
import { explain, progressText } from './connect-texts.ts';

/** Longest text that the field takes: a code with generous spaces and dashes. */
const MAX_TYPED = 40;

/** Takes a code and connects, or says what is in the way. */
export function JoinScreen({ stage, screen }: { readonly stage: Stage; readonly screen: Extract<Screen, { name: 'join' }> }) {
  const field = useRef<HTMLInputElement>(null);
  const { progress, error } = screen;
  const busy = progress !== undefined;
  useEffect(() => {
    if (!busy) field.current?.focus();
  }, [busy]);
  const explained = error === undefined ? undefined : explain(error);
  return (
    <main class="screen">
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          stage.join(field.current?.value ?? '');
        }}
      >
        <h1 class="panel-title">Join a game</h1>
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
        <div id="join-says" class="says" role={explained === undefined ? 'status' : 'alert'}>
          {explained !== undefined && (
            <>
              <strong>{explained.title}</strong>
              <p>{explained.next}</p>
            </>
          )}
          {explained === undefined && !busy && <p class="dim">Upper or lower case, with or without the dash.</p>}
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
          <button type="button" class="button" onClick={() => stage.toMenu()}>
            {busy ? 'Cancel' : 'Back to menu'}
          </button>
        </div>
      </form>
    </main>
  );
}
