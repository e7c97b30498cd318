import { useState } from 'preact/hooks';
import { NAME_LIMITS, readName } from '../../netcode/text/player-name.ts';
import type { Stage } from '../stage.ts';
import { textField } from './text-field.ts';

/** The player's name, remembered as soon as the field is left. */
export function NameField({ stage }: { readonly stage: Stage }) {
  const [problem, setProblem] = useState('');
  // Kept here, because the screen may be drawn anew while somebody types.
  const [typed, setTyped] = useState<string>();
  const keep = (field: HTMLInputElement): void => {
    const name = readName(field.value) ?? stage.settings.name;
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
        {...textField(NAME_LIMITS, setTyped)}
        value={typed ?? stage.settings.name}
        onChange={({ currentTarget }) => keep(currentTarget)}
      />
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
