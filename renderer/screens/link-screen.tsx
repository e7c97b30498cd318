import { formatJoinCode } from '../../netcode/rendezvous/join-code.ts';
import type { JoinLink } from '../../netcode/rendezvous/join-link.ts';
import { isolated } from '../../netcode/text/alike.ts';
import type { Stage } from '../stage.ts';
import { ScreenTitle } from './screen-title.tsx';

/** Asks whether to follow a link to a game. Nothing has been connected to yet. */
export function LinkScreen({ stage, link: { code, name } }: { readonly stage: Stage; readonly link: JoinLink }) {
  return (
    <main class="screen">
      <section class="panel" role="alertdialog" aria-label="Join a game by a link">
        <ScreenTitle>{name === undefined ? 'Join this game?' : `Join ${isolated(name)}’s game?`}</ScreenTitle>
        <p>
          {stage.settings.relayOnly ? 'Your network address stays hidden: only relays are used.' : 'They will learn your network address.'}
        </p>
        <p class="dim small-print">
          A link opened this. Its code is {formatJoinCode(code)}
          {name === undefined ? '.' : '; the name is what the link says, nobody has checked it.'}
        </p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => stage.joinGame(code)}>
            Yes, join
          </button>
          <button type="button" class="button" onClick={() => stage.refuseLink()}>
            Cancel
          </button>
        </div>
      </section>
    </main>
  );
}
