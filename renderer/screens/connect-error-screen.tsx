import type { AppController } from '../app/app-controller.ts';
import type { ConnectFailure } from '../app/screen.ts';
import { Button } from './button.tsx';
import { type Explanation, type NextStep, obstaclesOf } from './connect-texts.ts';
import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { Obstacles } from './obstacles.tsx';
import { ScreenTitle } from './screen-title.tsx';

interface ConnectErrorProps {
  readonly controller: AppController;
  readonly failure: ConnectFailure;
  readonly explanation: Explanation;
  /** Does the same once more. */
  readonly onAgain: () => void;
}

const names: Readonly<Record<NextStep, string>> = {
  again: 'Try again',
  'other-code': 'Enter a code',
  host: 'Host game',
  'other-ways': 'Other ways to connect',
  'network-settings': 'Network settings',
  'network-test': 'Network test',
};

/** Says why no connection came about, and offers what may help. */
export function ConnectErrorScreen({ controller, failure, explanation, onAgain }: ConnectErrorProps) {
  const { title, next, steps } = explanation;
  const go = (step: NextStep): void => {
    if (step === 'again') onAgain();
    else if (step === 'other-code') controller.toJoin();
    else if (step === 'host') controller.host();
    else controller.open(step);
  };
  const obstacles = obstaclesOf(failure.findings, controller.settings, new Date().toLocaleString());
  return (
    <main class="screen">
      <section class="panel" role="alert">
        <ScreenTitle key={title}>{title}</ScreenTitle>
        <p>{next}</p>
        <Obstacles list={obstacles} />
        <div class="actions">
          {steps.map((step, index) => (
            <button key={step} type="button" class={index === 0 ? 'button primary' : 'button'} onClick={() => go(step)}>
              {names[step]}
            </button>
          ))}
          <Button label="Back to menu" look="quiet" onClick={() => controller.toMenu()} />
        </div>
        <CopyDiagnostics copyText={controller.desktop.calls.copyText} />
      </section>
    </main>
  );
}
