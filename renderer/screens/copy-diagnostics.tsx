import { useState } from 'preact/hooks';
import { diagnostics } from '../desktop/diagnostics.ts';
import { Button } from './button.tsx';

interface CopyDiagnosticsProps {
  /** Puts a text on the clipboard; rejects when it can't. */
  readonly copyText: (text: string) => Promise<void>;
}

/** Copies what is known about a fault, without addresses, codes, names and secrets. Where nothing can be copied, the text is shown to be taken by hand. */
export function CopyDiagnostics({ copyText }: CopyDiagnosticsProps) {
  const [state, setState] = useState<{ readonly text: string; readonly copied: boolean }>();
  const copy = async (): Promise<void> => {
    const text = await diagnostics.text();
    try {
      await copyText(text);
      setState({ text, copied: true });
    } catch (error) {
      diagnostics.note('diagnostics', 'not copied', error);
      setState({ text, copied: false });
    }
  };
  return (
    <div class="copy-diagnostics">
      <Button label="Copy diagnostics" look="small" onClick={() => void copy()} />
      <span class="dim small-print" role="status">
        {state === undefined
          ? 'For a bug report. Names, addresses and codes are left out.'
          : state.copied
            ? 'Copied. Paste it into your report.'
            : 'The text could not be copied. Select it and copy it yourself.'}
      </span>
      {state?.copied === false && (
        <textarea
          class="diagnostics-text"
          aria-label="Diagnostics"
          readOnly
          rows={4}
          value={state.text}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
    </div>
  );
}
