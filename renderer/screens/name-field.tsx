import { useState } from 'preact/hooks';
import type { Stage } from '../stage.ts';

/** Longest name, in characters; the config file has the same limit. */
const MAX_NAME = 20;
/** Characters that the config file does not take: they would hide text, or turn it around. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** The player's name, remembered as soon as the field is left. */
export function NameField({ stage }: { readonly stage: Stage }) {
  const [problem, setProblem] = useState('');
  // Kept here, because the screen may be drawn anew while somebody types.
  const [typed, setTyped] = useState<string>();
  const keep = (field: HTMLInputElement): void => {
    const name = field.value.replace(UNFIT, ' ').trim() || stage.settings.name;
    field.value = name;
    setTyped(undefined);
    if (name === stage.settings.name) return;
    stage.save({ name }).then(
      () => setProblem(''),
      () => setProblem('The name could not be saved. It counts until the window is closed.'),
    );
  };
  return (
    <label class="field">
      <span class="field-label">Your name</span>
      <input
        type="text"
        maxLength={MAX_NAME}
        spellcheck={false}
        autocomplete="off"
        value={typed ?? stage.settings.name}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => keep(currentTarget)}
      />
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
