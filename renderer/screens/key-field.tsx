import { useState } from 'preact/hooks';

/** Keys that have another meaning in a match. */
const TAKEN = new Set(['Escape', 'F3', 'KeyT', 'Tab', 'Enter']);

interface KeyFieldProps {
  readonly label: string;
  /** KeyboardEvent.code values. */
  readonly codes: readonly string[];
  /** Called with the KeyboardEvent.code of a key that was pressed to be added. */
  readonly onKey: (code: string) => void;
}

/** The keys for one direction; pressing the button and then a key adds it. */
export function KeyField({ label, codes, onKey }: KeyFieldProps) {
  const [listening, setListening] = useState(false);
  return (
    <div class="field">
      <span class="field-label">{label}</span>
      <button
        type="button"
        class="button small key"
        aria-label={`Keys for ${label}: ${codes.map(keyName).join(' or ')}. Press to add another.`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={(event) => {
          if (!listening) return;
          if (event.code !== 'Tab') event.preventDefault();
          setListening(false);
          // Some keyboards have keys without a code.
          if (event.code !== '' && !TAKEN.has(event.code)) onKey(event.code);
        }}
      >
        {listening ? 'Press a key …' : codes.map(keyName).join('  ·  ')}
      </button>
    </div>
  );
}

/** A key as people name it. */
function keyName(code: string): string {
  return code
    .replace(/^Key|^Digit/, '')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→');
}
