import { useState } from 'preact/hooks';
import { NAME_LIMITS, readName } from '../../netcode/text/player-name.ts';
import type { AppController } from '../app/app-controller.ts';
import { textField } from './text-field.ts';
import { useSaving } from './use-saving.ts';

/** The player's name, remembered as soon as the field is left. */
export function NameField({ stage }: { readonly stage: AppController }) {
  const [problem, save] = useSaving(stage);
  // Kept here, because the screen may be drawn anew while somebody types.
  const [typed, setTyped] = useState<string>();
  const keep = (field: HTMLInputElement): void => {
    const name = readName(field.value) ?? stage.settings.name;
    field.value = name;
    setTyped(undefined);
    if (name === stage.settings.name) return;
    save({ name });
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
