import { useEffect, useState } from 'preact/hooks';
import type { AppController } from '../app/app-controller.ts';
import type { Gamepads } from '../input/gamepads.ts';
import { isHoldable } from '../input/keyboard.ts';
import { padInputName } from '../input/pad-names.ts';
import { shortcutOf } from '../input/shortcuts.ts';
import { Button } from './button.tsx';
import { useLive } from './use-live.ts';

/** Keys that have another meaning everywhere. */
const TAKEN = new Set(['Tab', 'Enter', 'NumpadEnter', 'F11']);

interface KeyFieldProps {
  readonly controller: AppController;
  readonly label: string;
  /** KeyboardEvent.code values. */
  readonly codes: readonly string[];
  /** Called with the KeyboardEvent.code of a key that was pressed to be added. */
  readonly onKey: (code: string) => void;
}

/** The keys for one direction; pressing the button and then a key adds it. */
export function KeyField({ controller, label, codes, onKey }: KeyFieldProps) {
  useLive(controller.keyNames);
  const [listening, setListening] = useState(false);
  const [refused, setRefused] = useState('');
  const names = codes.map((code) => controller.keyNames.nameOf(code));
  return (
    <div class="field">
      <span class="field-label">{label}</span>
      <Button
        label={listening ? 'Press a key …' : names.join('  ·  ')}
        look="small key"
        aria-label={`Keys for ${label}: ${names.join(' or ')}. Press to add another.`}
        onClick={() => {
          setListening(true);
          setRefused('');
        }}
        onBlur={() => setListening(false)}
        onKeyDown={(event) => {
          // The key that has pressed this button may still be held.
          if (!listening || event.repeat) return;
          if (event.code !== 'Tab') event.preventDefault();
          setListening(false);
          if (event.key === 'Escape' || event.code === 'Tab') return;
          if (isHoldable(event.code) && !TAKEN.has(event.code) && shortcutOf(event) === undefined) onKey(event.code);
          else setRefused(`${controller.keyNames.nameOf(event.code) || 'That key'} can’t steer. Choose another.`);
        }}
      />
      {refused !== '' && (
        <span class="field-problem" role="status">
          {refused}
        </span>
      )}
    </div>
  );
}

interface PadFieldProps {
  readonly gamepads: Gamepads;
  readonly label: string;
  /** Such as `button12` or `axis1-`. */
  readonly inputs: readonly string[];
  /** Called with a button or half of an axis that was pressed to be added. */
  readonly onInput: (input: string) => void;
}

/** The buttons of a gamepad for one thing; pressing the button here and then one there adds it. */
export function PadField({ gamepads, label, inputs, onInput }: PadFieldProps) {
  const [listening, setListening] = useState(false);
  useEffect(() => {
    if (!listening) return;
    return gamepads.next((input) => {
      setListening(false);
      onInput(input);
    });
  }, [listening, gamepads, onInput]);
  const names = inputs.map(padInputName);
  return (
    <div class="field">
      <span class="field-label">{label}</span>
      <Button
        label={listening ? 'Press a button on the gamepad …' : names.join('  ·  ')}
        look="small key"
        aria-label={`Gamepad buttons for ${label}: ${names.join(' or ')}. Press to add another.`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={({ repeat }) => repeat || setListening(false)}
      />
    </div>
  );
}
