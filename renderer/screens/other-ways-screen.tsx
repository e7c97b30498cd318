import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { Button } from './button.tsx';
import { meetingPointEntry } from './network-entries.ts';
import { ScreenTitle } from './screen-title.tsx';
import { useSaving } from './use-saving.ts';

/** For players whom a code alone does not bring together. */
export function OtherWaysScreen({ controller }: { readonly controller: AppController }) {
  const [address, setAddress] = useState('');
  const [says, setSays] = useState({ good: false, text: '' });
  const [problem, save] = useSaving(controller);
  const add = (): void => {
    const made = meetingPointEntry(controller.settings, address, '', '');
    if ('problem' in made) {
      setSays({ good: false, text: made.problem });
      return;
    }
    setAddress('');
    setSays({ good: false, text: '' });
    save({ rendezvous: [...controller.settings.rendezvous, made.entry] }, () =>
      setSays({ good: true, text: 'Saved. You can now join games there by their code.' }),
    );
  };
  return (
    <main class="screen">
      <section class="panel">
        <ScreenTitle>Other ways to connect</ScreenTitle>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <label class="field">
            <span class="field-label">Address shown in the other computer’s window</span>
            <input
              type="text"
              placeholder="192.168.1.20:27613"
              maxLength={300}
              spellcheck={false}
              autocomplete="off"
              value={address}
              onInput={({ currentTarget }) => setAddress(currentTarget.value)}
            />
          </label>
          <p class={says.good ? 'notice-line' : 'field-problem'} role="status">
            {says.text || problem}
          </p>
          <div class="actions stacked">
            <button type="submit" class="button primary" disabled={address.trim() === ''}>
              Use this address
            </button>
            <Button label="Enter a code" onClick={() => controller.toJoin()} />
            <Button label="Connect by copy and paste" onClick={() => controller.open('paste')} />
            <Button label="Network settings" onClick={() => controller.open('network-settings')} />
            <Button label="Back to menu" look="quiet" onClick={() => controller.toMenu()} />
          </div>
        </form>
      </section>
    </main>
  );
}
