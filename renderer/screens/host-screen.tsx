import { useEffect, useState } from 'preact/hooks';
import type { RendezvousStatus } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import type { Screen } from '../app/screen.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { Button } from './button.tsx';
import { ConnectErrorScreen } from './connect-error-screen.tsx';
import { explainHosting, placeName, progressText } from './connect-texts.ts';
import { KnownObstacles } from './obstacles.tsx';
import { ScreenTitle } from './screen-title.tsx';
import { SpectatorsField } from './spectators-field.tsx';
import { useCopying } from './use-copying.ts';

/** How often a host's screen asks how the meeting places stand, in ms: one that failed may be back, and each takes its time to open. */
const PLACES_EVERY_MS = 2_000;

/** Waits for the second player: the code, how to give it on, and a way back. */
export function HostScreen({
  controller,
  screen,
}: {
  readonly controller: AppController;
  readonly screen: Extract<Screen, { name: 'host' }>;
}) {
  const { code, failure, progress, renewed, listed } = screen;
  const { done, copy } = useCopying(controller, code);
  if (failure !== undefined) {
    const explanation = explainHosting(failure, controller.settings);
    return <ConnectErrorScreen controller={controller} failure={failure} explanation={explanation} onAgain={() => controller.host()} />;
  }
  return (
    <main class="screen">
      <section class="panel">
        <ScreenTitle key="open">{code === '' ? 'Opening your game …' : 'Your game is open'}</ScreenTitle>
        <p class="dim">Give this code to the other player. One player can join with it.</p>
        <output class="code" data-testid="join-code" aria-label="Code of your game">
          {code || '········'}
        </output>
        {renewed && <p class="notice-line">The old code has expired or was guessed at too often. This one is new.</p>}
        <p class="progress" role="status">
          <span class="spinner" aria-hidden="true" />
          {progressText(progress)}
        </p>
        <div class="actions">
          <Button label={done === true ? 'Copied' : 'Copy code'} look="primary" disabled={code === ''} onClick={copy} />
          <Button label="Cancel" onClick={() => controller.toMenu()} />
        </div>
        <p class="field-problem" role="status">
          {done === false ? 'The code could not be copied. Read it out instead.' : ''}
        </p>
        <label class="check listing">
          <input type="checkbox" checked={listed} onChange={({ currentTarget }) => controller.listGame(currentTarget.checked)} />
          <span>Show in the list of open games</span>
        </label>
        {listed && <p class="dim small-print">Anyone at the same meeting point sees your name and can join.</p>}
        <SpectatorsField controller={controller} />
        {controller.spectators !== undefined && controller.spectators.waiting > 0 && (
          <p class="dim small-print">{controller.spectators.waiting} waiting to watch</p>
        )}
        <KnownObstacles controller={controller} />
        {progress === 'waiting' && <RendezvousPlaces controller={controller} />}
      </section>
    </main>
  );
}

/** Where others find this game besides on this computer, and which places can't be reached. */
function RendezvousPlaces({ controller }: { readonly controller: AppController }) {
  const [places, setPlaces] = useState<readonly RendezvousStatus[]>([]);
  useEffect(() => {
    // While the desktop does not answer, what it said last stays.
    const ask = (): void =>
      void controller.desktop.calls
        .rendezvousStatus()
        .then(setPlaces, (error: unknown) => diagnostics.note('connect', 'places to meet', error));
    ask();
    const timer = setInterval(ask, PLACES_EVERY_MS);
    return () => clearInterval(timer);
  }, [controller]);
  const lines = places.flatMap((place) => {
    if (place.problem !== '') return [{ place, text: place.problem }];
    return place.addresses.length > 0 ? [{ place, text: place.addresses.join(' · ') }] : [];
  });
  if (lines.length === 0) return null;
  return (
    <dl class="places">
      {lines.map(({ place, text }) => (
        <div key={`${place.kind} ${place.url}`}>
          <dt>{placeName(place)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
