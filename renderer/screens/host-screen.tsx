import { useState } from 'preact/hooks';
import type { Screen, Stage } from '../stage.ts';
import { explainHosting, progressText } from './connect-texts.ts';
import { ScreenTitle } from './screen-title.tsx';

/** Waits for the second player: the code, how to give it on, and a way back. */
export function HostScreen({ stage, screen }: { readonly stage: Stage; readonly screen: Extract<Screen, { name: 'host' }> }) {
  const [copied, setCopied] = useState<{ readonly code: string; readonly done: boolean }>();
  const { code, error, progress, renewed } = screen;
  if (error !== undefined) {
    const { title, next } = explainHosting(error);
    return (
      <main class="screen">
        <section class="panel" role="alert">
          <ScreenTitle key="failed">{title}</ScreenTitle>
          <p>{next}</p>
          <div class="actions">
            <button type="button" class="button primary" onClick={() => stage.host()}>
              Try again
            </button>
            <button type="button" class="button" onClick={() => stage.toMenu()}>
              Back to menu
            </button>
          </div>
        </section>
      </main>
    );
  }
  // What was said of an old code is not true of its successor.
  const answer = copied?.code === code ? copied : undefined;
  const copy = (): void => {
    stage.desktop.calls.copyText(code).then(
      () => setCopied({ code, done: true }),
      () => setCopied({ code, done: false }),
    );
  };
  return (
    <main class="screen">
      <section class="panel">
        <ScreenTitle key="open">Your game is open</ScreenTitle>
        <p class="dim">Give this code to the other player. It lets in one, once.</p>
        <output class="code" data-testid="join-code" aria-label="Code of your game">
          {code || '········'}
        </output>
        {renewed && <p class="notice-line">The old code has expired or was guessed at too often. This one is new.</p>}
        <p class="progress" role="status">
          <span class="spinner" aria-hidden="true" />
          {progressText(progress)}
        </p>
        <div class="actions">
          <button type="button" class="button primary" disabled={code === ''} onClick={copy}>
            {answer?.done === true ? 'Copied' : 'Copy code'}
          </button>
          <button type="button" class="button" onClick={() => stage.toMenu()}>
            Cancel
          </button>
        </div>
        <p class="field-problem" role="status">
          {answer?.done === false ? 'The code could not be copied; read it out instead.' : ''}
        </p>
      </section>
    </main>
  );
}
