import type { Settings } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import { assignInput } from '../input/assign-input.ts';
import { KeyField, PadField } from './key-field.tsx';

interface BindingFieldsProps {
  readonly controller: AppController;
  readonly save: (changes: Partial<Settings>) => void;
}

/** Which keys steer. */
export function KeyFields({ controller, save }: BindingFieldsProps) {
  const { up, down } = controller.settings.keys;
  const addUp = (code: string): void => {
    const [own, others] = assignInput(up, down, code);
    save({ keys: { up: own, down: others } });
  };
  const addDown = (code: string): void => {
    const [own, others] = assignInput(down, up, code);
    save({ keys: { up: others, down: own } });
  };
  return (
    <>
      <KeyField controller={controller} label="Up" codes={up} onKey={addUp} />
      <KeyField controller={controller} label="Down" codes={down} onKey={addDown} />
    </>
  );
}

/** Each input of a gamepad, and the one that it may not share a button with. */
const PAD_INPUTS = [
  ['up', 'Up', 'down'],
  ['down', 'Down', 'up'],
  ['select', 'Choose in menus', 'back'],
  ['back', 'Back in menus', 'select'],
] as const;

/** Which buttons of a gamepad steer, and which go through menus. */
export function PadFields({ controller, save }: BindingFieldsProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">Gamepad</legend>
      <div class="columns">
        {PAD_INPUTS.map(([name, label, other]) => (
          <PadField
            key={name}
            gamepads={controller.gamepads}
            label={label}
            inputs={controller.settings.pad[name]}
            onInput={(input) => {
              const { pad } = controller.settings;
              const [own, others] = assignInput(pad[name], pad[other], input);
              save({ pad: { ...pad, [name]: own, [other]: others } });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
