import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { MAX_PASTED_CHARACTERS } from '../rendezvous/paste-text.ts';
import { Button } from './button.tsx';

interface TextToSendProps {
  readonly controller: AppController;
  readonly label: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

/** A text that the player is to send to the other. */
export function TextToSend({ controller, label, text, children }: TextToSendProps) {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    controller.desktop.calls.copyText(text).then(
      () => setCopied('Copied.'),
      (error: unknown) => {
        diagnostics.note('clipboard', 'not copied', error);
        setCopied('The text could not be copied. Select it and press Ctrl+C.');
      },
    );
  };
  return (
    <div class="field">
      <label>
        <span class="field-label">{label}</span>
        <textarea class="pasted" readOnly rows={4} value={text} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <Button label="Copy text" look="small" onClick={copy} />
      <span class="dim small-print" role="status">
        {' '}
        {copied}
      </span>
      {children}
    </div>
  );
}

interface PasteFieldProps {
  readonly label: string;
  readonly action: string;
  readonly onText: (pasted: string) => Promise<void> | void;
}

/** Takes a text that the other player has sent. */
export function PasteField({ label, action, onText }: PasteFieldProps) {
  const [pasted, setPasted] = useState('');
  const [busy, setBusy] = useState(false);
  return (
    <form
      class="field"
      onSubmit={async (event) => {
        event.preventDefault();
        setBusy(true);
        try {
          await onText(pasted);
        } finally {
          setBusy(false);
        }
      }}
    >
      <label>
        <span class="field-label">{label}</span>
        <textarea
          class="pasted"
          rows={4}
          maxLength={MAX_PASTED_CHARACTERS}
          spellcheck={false}
          value={pasted}
          onInput={({ currentTarget }) => setPasted(currentTarget.value)}
        />
      </label>
      <button type="submit" class="button small" disabled={busy || pasted.trim() === ''}>
        {busy ? 'One moment …' : action}
      </button>
    </form>
  );
}

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A password in sight: it is read out to somebody, or typed as it is heard. */
export function PasswordField({ label, value, onValue }: PasswordFieldProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input
        type="text"
        maxLength={64}
        spellcheck={false}
        autocomplete="off"
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  );
}
