import { NAME_LIMITS, readName } from 'paddlewire-netcode/text';
import { useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import { madeUpName, NAME_BYTES } from '../app/made-up-name.ts';
import { Button } from './button.tsx';
import { textField } from './text-field.ts';
import { useSaving } from './use-saving.ts';

/** The player's name, remembered as soon as the field is left, and a button that makes up another. */
export function NameField({ controller }: { readonly controller: AppController }) {
  const [problem, save] = useSaving(controller);
  // Kept here, because the screen may be drawn anew while somebody types.
  const [typed, setTyped] = useState<string>();
  const [said, setSaid] = useState('');
  const { name } = controller.settings;
  const keep = (field: HTMLInputElement): void => {
    const given = readName(field.value) ?? name;
    field.value = given;
    setTyped(undefined);
    if (given !== name) save({ name: given });
  };
  const makeUp = (): void => {
    const another = madeUpName(crypto.getRandomValues(new Uint8Array(NAME_BYTES)), name);
    save({ name: another });
    setSaid(`Your name is ${another}.`);
  };
  return (
    <div class="field name-field">
      <label>
        <span class="field-label">Your name</span>
        <input
          type="text"
          {...textField(NAME_LIMITS, setTyped)}
          value={typed ?? name}
          onChange={({ currentTarget }) => keep(currentTarget)}
        />
      </label>
      <Button label="Another name" look="quiet small another-name" onClick={makeUp} />
      <span class="visually-hidden" role="status">
        {said}
      </span>
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </div>
  );
}
