import { formatJoinCode } from 'paddlewire-netcode/rendezvous';
import { NAME_LIMITS, toldApart } from 'paddlewire-netcode/text';
import { useEffect, useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { LobbyBrowser } from '../rendezvous/game-list.ts';
import { textField } from './text-field.ts';
import { useLive } from './use-live.ts';

/** The list of games that anybody may join, as long as it is on the screen. */
export function OpenGameList({ controller, disabled }: { readonly controller: AppController; readonly disabled: boolean }) {
  const [browser, setBrowser] = useState<LobbyBrowser>();
  useEffect(() => {
    const opened = new LobbyBrowser(controller.rendezvous);
    setBrowser(opened);
    return () => opened.close();
  }, [controller]);
  return (
    <section class="open-games">
      {browser !== undefined && <GameList controller={controller} browser={browser} disabled={disabled} />}
    </section>
  );
}

interface GameListProps {
  readonly controller: AppController;
  readonly browser: LobbyBrowser;
  readonly disabled: boolean;
}

function GameList({ controller, browser, disabled }: GameListProps) {
  useLive(browser);
  const [prefix, setPrefix] = useState('');
  const games = browser.named(prefix);
  const labels = toldApart(
    games.map(({ name }) => name),
    games.map(({ code }) => formatJoinCode(code)),
  );
  return (
    <>
      <label class="field">
        <span class="field-label">Open games</span>
        <input type="text" {...textField(NAME_LIMITS, setPrefix)} placeholder="Host’s name begins with …" value={prefix} />
      </label>
      <ul class="game-list">
        {games.map(({ code }, index) => (
          <li key={formatJoinCode(code)}>
            <button type="button" class="button small" disabled={disabled} onClick={() => controller.joinGame(code)}>
              <span class="visually-hidden">Join the game of </span>
              {labels[index]}
            </button>
          </li>
        ))}
      </ul>
      <p class="dim small-print" role="status">
        {games.length === 0 ? emptyText(browser.reached, prefix) : 'They will learn your network address.'}
      </p>
    </>
  );
}

function emptyText(reached: boolean, prefix: string): string {
  if (!reached) return 'Looking for a meeting point …';
  return prefix.trim() === '' ? 'No open games here right now.' : 'No open game with that name.';
}
