import { useEffect, useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { type NetworkFindings, type NetworkTestStep, testNetwork } from '../webrtc/network-test.ts';
import { Button } from './button.tsx';
import { obstaclesOf } from './connect-texts.ts';
import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { explainNetwork, networkStepText } from './network-test-texts.ts';
import { Obstacles } from './obstacles.tsx';
import { ScreenTitle } from './screen-title.tsx';

/** Tries the network as soon as it is shown, and says in plain words what it is good for. */
export function NetworkTestScreen({ controller }: { readonly controller: AppController }) {
  const [run, setRun] = useState(1);
  const [step, setStep] = useState<NetworkTestStep>('machine');
  const [findings, setFindings] = useState<NetworkFindings>();
  useEffect(() => {
    let current = true;
    setFindings(undefined);
    void testNetwork(controller.settings, (next) => current && setStep(next)).then((found) => current && setFindings(found));
    return () => {
      current = false;
    };
    // `run` is what starts it once more.
  }, [controller, run]);
  const verdict = findings === undefined ? undefined : explainNetwork(findings);
  const obstacles = findings === undefined ? [] : obstaclesOf({ tried: [], ...findings }, controller.settings, new Date().toLocaleString());
  return (
    <main class="screen">
      <section class="panel">
        <ScreenTitle>Network test</ScreenTitle>
        <div class="verdict" role="status" data-testid="network-verdict">
          {verdict === undefined ? (
            <p class="progress">
              <span class="spinner" aria-hidden="true" />
              {networkStepText(step)}
            </p>
          ) : (
            <>
              <strong class={`verdict-${verdict.kind}`}>{verdict.title}</strong>
              <p>{verdict.next}</p>
              <p class="facts dim small-print">{verdict.facts.join(' · ')}</p>
              <Obstacles list={obstacles} />
            </>
          )}
        </div>
        <div class="actions">
          <Button label="Test again" look="primary" disabled={verdict === undefined} onClick={() => setRun(run + 1)} />
          <Button label="Network settings" onClick={() => controller.open('network-settings')} />
          <Button label="Back to menu" look="quiet" onClick={() => controller.toMenu()} />
        </div>
        {verdict !== undefined && <CopyDiagnostics copyText={controller.desktop.calls.copyText} />}
      </section>
    </main>
  );
}
