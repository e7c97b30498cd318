import { useState } from 'preact/hooks';
import { NAME_LIMITS, readName } from '../../netcode/text/player-name.ts';
import type { AppController } from '../app/app-controller.ts';
import { textField } from './text-field.ts';
import { useSaving } from './use-saving.ts';

/** The player's name, remembered as soon as the field is left. */
export function NameField({ controller }: { readonly controller: AppController }) {
  const [problem, save] = useSaving(controller);
  // Kept here, because the screen may be drawn anew while somebody types.
  const [typed, setTyped] = useState<string>();
  const keep = (field: HTMLInputElement): void => {
    const name = readName(field.value) ?? controller.settings.name;
    field.value = name;
    setTyped(undefined);
    if (name === controller.settings.name) return;
    save({ name });
  };
  return (
    <label class="field">
      <span class="field-label">Your name</span>
      <input
        type="text"
        {...textField(NAME_LIMITS, setTyped)}
        value={typed ?? controller.settings.name}
        onChange={({ currentTarget }) => keep(currentTarget)}
      />
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
