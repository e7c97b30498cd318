import { formatJoinCode, makeJoinCode } from 'paddlewire-netcode/rendezvous';
import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import type { ConnectFailure } from '../app/screen.ts';
import { passwordBytes } from '../rendezvous/paste-text.ts';
import { AnsweredPaste, StartedPaste } from '../rendezvous/pasted-connection.ts';
import { randomBytes } from '../rendezvous/random-bytes.ts';
import { Button } from './button.tsx';
import { ConnectErrorScreen } from './connect-error-screen.tsx';
import { explainJoining } from './connect-texts.ts';
import { KnownObstacles } from './obstacles.tsx';
import { PasswordField, PasteField, TextToSend } from './paste-parts.tsx';
import { explainPaste } from './paste-texts.ts';
import { ScreenTitle } from './screen-title.tsx';

/** How far the two texts that this side sends have come. */
type PasteState =
  | { readonly step: 'choose' }
  /** The first text was made; the second is asked for. */
  | { readonly step: 'first'; readonly paste: StartedPaste }
  /** The second text was made; the third is asked for. */
  | { readonly step: 'second'; readonly paste: AnsweredPaste; readonly text: string }
  /** All texts are there on this side. `text` is the third, on the side that made it. */
  | { readonly step: 'ready'; readonly paste: StartedPaste | AnsweredPaste; readonly text?: string }
  | { readonly step: 'connecting' };

const SHORT = 'The password must have at least four characters.';

/** Connects two players who can reach each other by a chat and by nothing else: three texts go to and fro, sealed with a password. */
export function PasteScreen({ controller }: { readonly controller: AppController }) {
  const [state, setState] = useState<PasteState>({ step: 'choose' });
  const [password, setPassword] = useState(() => formatJoinCode(makeJoinCode(randomBytes(8))));
  const [told, setTold] = useState('');
  const [problem, setProblem] = useState('');
  const [failure, setFailure] = useState<ConnectFailure>();

  const startOver = (): void => {
    setFailure(undefined);
    setProblem('');
    setState({ step: 'choose' });
  };
  if (failure !== undefined)
    return (
      <ConnectErrorScreen
        controller={controller}
        failure={failure}
        explanation={explainJoining(failure, controller.settings)}
        onAgain={startOver}
      />
    );

  const begin = (): void => {
    const bytes = passwordBytes(password);
    if (bytes === undefined) {
      setProblem(SHORT);
      return;
    }
    const paste = new StartedPaste(bytes, controller.settings);
    controller.follow(paste.attempt, setFailure);
    setProblem('');
    setState({ step: 'first', paste });
  };
  const answer = async (pasted: string): Promise<void> => {
    const bytes = passwordBytes(told);
    const paste = bytes === undefined ? SHORT : AnsweredPaste.take(pasted, bytes, controller.settings);
    if (!(paste instanceof AnsweredPaste)) {
      setProblem(paste === SHORT ? SHORT : explainPaste(paste));
      return;
    }
    controller.follow(paste.attempt, setFailure);
    setProblem('');
    setState({ step: 'second', paste, text: await paste.text() });
  };
  const reply = async (paste: StartedPaste, pasted: string): Promise<void> => {
    const made = await paste.reply(pasted);
    if ('problem' in made) setProblem(explainPaste(made.problem));
    else {
      setProblem('');
      setState({ step: 'ready', paste, text: made.text });
    }
  };
  const finish = (paste: AnsweredPaste, pasted: string): void => {
    const wrong = paste.finishWith(pasted);
    setProblem(wrong === undefined ? '' : explainPaste(wrong));
    if (wrong === undefined) setState({ step: 'ready', paste });
  };

  return (
    <main class="screen">
      <section class="panel wide">
        <ScreenTitle>Connect by copy and paste</ScreenTitle>
        {state.step === 'choose' && (
          <>
            <p class="dim small-print">
              For when there is no meeting point at all. You exchange three short texts through any chat, and the password another way,
              ideally by voice.
            </p>
            <div class="columns">
              <div>
                <PasswordField label="Start here: tell them this password" value={password} onValue={setPassword} />
                <Button label="Make the first text" look="primary" onClick={begin} />
              </div>
              <div>
                <PasswordField label="Or, if you were sent a text: its password" value={told} onValue={setTold} />
                <PasteField label="First text" action="Make the answer" onText={answer} />
              </div>
            </div>
          </>
        )}
        {state.step === 'first' && (
          <div class="columns">
            <TextToSend controller={controller} label="1. Send this to the other player" text={state.paste.text}>
              <p>
                And tell them the password: <strong>{password}</strong>
              </p>
            </TextToSend>
            <PasteField label="2. Paste the answer" action="Take the answer" onText={(pasted) => reply(state.paste, pasted)} />
          </div>
        )}
        {state.step === 'second' && (
          <div class="columns">
            <TextToSend controller={controller} label="1. Send this answer back" text={state.text} />
            <PasteField label="2. Paste what comes back" action="Take the text" onText={(pasted) => finish(state.paste, pasted)} />
          </div>
        )}
        {state.step === 'ready' && (
          <>
            {state.text !== undefined && <TextToSend controller={controller} label="3. Send this last text" text={state.text} />}
            <p>
              {state.text === undefined ? 'You have all the texts.' : 'When the other player has pasted it:'} Now both press “Connect”
              within a few seconds of each other.
            </p>
            <Button
              label="Connect"
              look="primary"
              onClick={() => {
                setState({ step: 'connecting' });
                state.paste.start();
              }}
            />
          </>
        )}
        {state.step === 'connecting' && (
          <p class="progress" role="status">
            <span class="spinner" aria-hidden="true" />
            Opening a direct connection …
          </p>
        )}
        <KnownObstacles controller={controller} />
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <div class="actions">
          {state.step !== 'choose' && (
            <Button
              label="Start over"
              onClick={() => {
                controller.open('paste');
                startOver();
              }}
            />
          )}
          <Button label="Back to menu" look="quiet" onClick={() => controller.toMenu()} />
        </div>
      </section>
    </main>
  );
}
