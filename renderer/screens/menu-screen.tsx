import { toldApart } from 'paddlewire-netcode/text';
import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import type { SavedGame } from '../match/saved-games.ts';
import { Button } from './button.tsx';
import { LevelField } from './level-field.tsx';
import { NameField } from './name-field.tsx';
import { ScreenTitle } from './screen-title.tsx';
import { useLive } from './use-live.ts';
import { useSecondPress } from './use-second-press.ts';

/** Saved matches that are shown before more are asked for: with all of them the rest of the menu would be pushed away. */
const MATCHES_SHOWN = 3;

/** The first screen. */
export function MenuScreen({ controller }: { readonly controller: AppController }) {
  const { fileProblems } = controller;
  const others = savedLabels(controller.savedGames);
  const [allShown, setAllShown] = useState(false);
  const rows = controller.savedGames.map((game, index) => (
    <SavedGameRow key={game.matchId} controller={controller} game={game} other={others[index] ?? ''} isNewest={index === 0} />
  ));
  const older = rows.slice(MATCHES_SHOWN);
  return (
    <main class="screen menu">
      <header class="brand">
        <ScreenTitle large>Paddlewire</ScreenTitle>
        <p class="tagline">Two windows, one wire, first to eleven.</p>
      </header>
      <nav class={rows.length === 0 ? 'menu-actions' : 'menu-actions with-games'} aria-label="Main menu">
        <NameField controller={controller} />
        {rows.slice(0, MATCHES_SHOWN)}
        {older.length > 0 && (
          <button type="button" class="button quiet small older-games" aria-expanded={allShown} onClick={() => setAllShown(!allShown)}>
            {allShown ? 'Hide' : 'Show'} {older.length === 1 ? 'one older match' : `${older.length} older matches`}
          </button>
        )}
        {allShown && older}
        <button type="button" class={controller.savedGames.length === 0 ? 'button primary' : 'button'} onClick={() => controller.host()}>
          Host game
        </button>
        <Button label="Join game" onClick={() => controller.toJoin()} />
        <div class="practice">
          <Button label="Practice" onClick={() => controller.playHere('practice')} />
          <LevelField controller={controller} inMenu />
        </div>
        <Button label="Two players here" onClick={() => controller.playHere('local')} />
        <Button label="Settings" look="quiet" onClick={() => controller.open('settings')} />
      </nav>
      {fileProblems.length > 0 && (
        <section class="notice" role="status">
          <strong>About this profile’s files</strong>
          {fileProblems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </section>
      )}
      <footer class="foot dim">
        <KeyHint controller={controller} />· gamepad, mouse or finger
        <span class="version">
          {controller.about.version} · {controller.about.shell}
        </span>
      </footer>
    </main>
  );
}

/** Which keys steer, as they are bound and as they are printed: the first of each direction, or the second. */
function KeyHint({ controller }: { readonly controller: AppController }) {
  useLive(controller.keyNames);
  const { up, down } = controller.settings.keys;
  const pairs = Array.from({ length: Math.max(up.length, down.length) }, (_, index) => [up[index], down[index]]);
  return (
    <>
      {pairs.map((pair, index) => (
        <span key={pair.join()}>
          {index > 0 && 'or '}
          {pair.map(
            (code) =>
              code !== undefined && (
                <span key={code}>
                  <kbd>{controller.keyNames.nameOf(code)}</kbd>{' '}
                </span>
              ),
          )}
        </span>
      ))}
    </>
  );
}

/** Whom each match is against, or who plays in it: matches that would read alike have a number, the newest 1. */
function savedLabels(games: readonly SavedGame[]): readonly string[] {
  const numbers = games.map((_, index) => `${index + 1}`);
  const others = toldApart(
    games.map(({ remoteName }) => remoteName),
    numbers,
  );
  return games.map(({ watched, names }, index) =>
    watched ? toldApart(names, ['left', 'right']).join(' against ') : (others[index] ?? ''),
  );
}

interface SavedGameRowProps {
  readonly controller: AppController;
  readonly game: SavedGame;
  readonly other: string;
  readonly isNewest: boolean;
}

function SavedGameRow({ controller, game, other, isNewest }: SavedGameRowProps) {
  const { watched, score, pending } = game;
  const points = `(${score[0]}–${score[1]})`;
  const which = watched ? `${other} ${points}` : `match against ${other} ${points}`;
  const end = watched ? `Stop watching ${which}` : `Give up the ${which}`;
  const [asks, press] = useSecondPress(true, () => controller.giveUp(game));
  return (
    <div class="saved-game">
      <button type="button" class={isNewest ? 'button primary' : 'button'} onClick={() => controller.resume(game)}>
        {`${watched ? 'Watch' : pending ? 'Settle match against' : 'Resume match against'} ${other} `}
        <span class="points">{points}</span>
      </button>
      <button
        type="button"
        class={asks ? 'button danger small' : 'button quiet small'}
        aria-label={asks ? `Yes, ${end.charAt(0).toLowerCase()}${end.slice(1)}` : end}
        onClick={press}
      >
        {asks ? 'Sure?' : watched ? 'Forget' : 'Give up'}
      </button>
    </div>
  );
}
