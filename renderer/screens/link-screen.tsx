import type { JoinLink } from 'paddlewire-netcode/rendezvous';
import { formatJoinCode } from 'paddlewire-netcode/rendezvous';
import { isolated } from 'paddlewire-netcode/text';
import type { AppController } from '../app/app-controller.ts';
import { Button } from './button.tsx';
import { ScreenTitle } from './screen-title.tsx';

/**
 * Asks whether to follow a link to a game. Nothing has been connected to yet.
 * @param link undefined for one that leads nowhere, which is said
 */
export function LinkScreen({ controller, link }: { readonly controller: AppController; readonly link: JoinLink | undefined }) {
  return (
    <main class="screen">
      {link === undefined ? <Nowhere controller={controller} /> : <Question controller={controller} link={link} />}
    </main>
  );
}

function Nowhere({ controller }: { readonly controller: AppController }) {
  return (
    <section class="panel" role="alertdialog" aria-label="A link that does not lead to a game">
      <ScreenTitle>This link does not lead to a game</ScreenTitle>
      <p>Its code is missing or incomplete. Ask for the link again, or just for the code: it looks like K7QF-3M9X.</p>
      <div class="actions">
        <Button label="Type a code" look="primary" onClick={() => controller.toJoin()} />
        <Button label="Close" onClick={() => controller.refuseLink()} />
      </div>
    </section>
  );
}

function Question({ controller, link: { code, name } }: { readonly controller: AppController; readonly link: JoinLink }) {
  return (
    <section class="panel" role="alertdialog" aria-label="Join a game from a link">
      <ScreenTitle>{name === undefined ? 'Join this game?' : `Join ${isolated(name)}’s game?`}</ScreenTitle>
      <p>
        {controller.settings.relayOnly
          ? 'Your network address stays hidden, because only relays are used.'
          : 'They will learn your network address.'}
      </p>
      <p class="dim small-print">
        A link opened this. Its code is {formatJoinCode(code)}
        {name === undefined ? '.' : '; the name comes from the link and has not been verified.'}
      </p>
      <div class="actions">
        <Button label="Yes, join" look="primary" onClick={() => controller.joinGame(code)} />
        <Button label="Cancel" onClick={() => controller.refuseLink()} />
      </div>
    </section>
  );
}
