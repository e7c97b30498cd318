import { useState } from 'preact/hooks';

/** Most keys for one direction; a further one takes the place of the oldest. */
const MAX_KEYS = 2;
/** Keys that have another meaning in a match. */
const TAKEN = new Set(['Escape', 'F3', 'KeyT', 'Tab', 'Enter']);

interface KeyFieldProps {
  readonly label: string;
  /** KeyboardEvent.code values. */
  readonly codes: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}

/** The keys for one direction; pressing the button and then a key adds it. */
export function KeyField({ label, codes, onChange }: KeyFieldProps) {
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
          if (!TAKEN.has(event.code)) onChange([...codes.filter((code) => code !== event.code), event.code].slice(-MAX_KEYS));
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
