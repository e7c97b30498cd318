import type { AppController } from '../app/app-controller.ts';
import { Button } from './button.tsx';
import { useCopying } from './use-copying.ts';

/** Lets the host allow spectators, and shows the code that lets them in; nothing in a window that hosts no game. */
export function SpectatorsField({ controller }: { readonly controller: AppController }) {
  const { spectators } = controller;
  const code = spectators?.code ?? '';
  const { done, copy } = useCopying(controller, code);
  if (spectators === undefined) return null;
  return (
    <div class="spectators">
      <label class="check">
        <input type="checkbox" checked={spectators.allowed} onChange={({ currentTarget }) => spectators.allow(currentTarget.checked)} />
        <span>Allow spectators</span>
      </label>
      {spectators.allowed && !spectators.lost && (
        <>
          <p class="watch-code">
            <span class="field-label">Watch code</span>
            <output data-testid="watch-code" aria-label="Watch code">
              {code || '········'}
            </output>
            <Button label={done === true ? 'Copied' : 'Copy watch code'} look="small" disabled={code === ''} onClick={copy} />
          </p>
          <p class="dim small-print">Up to six spectators can join. They see both players’ network addresses and can chat.</p>
        </>
      )}
      <p class="field-problem" role="status">
        {spectators.lost && 'The connection to the meeting point was lost, so no other spectator can join. Turn this off and on again.'}
        {done === false && 'The code could not be copied. Read it out instead.'}
      </p>
    </div>
  );
}
