import type { Settings } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import { useSaving } from './use-saving.ts';

const SLIDERS = [
  ['volumePercent', 'Volume'],
  ['effectsVolumePercent', 'Effects'],
  ['interfaceVolumePercent', 'Menus'],
] as const;

interface SoundFieldsProps {
  readonly controller: AppController;
  readonly save: (changes: Partial<Settings>) => void;
}

/** How loud it is: all, the court and the menus. */
export function SoundFields({ controller, save }: SoundFieldsProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">Sound</legend>
      {SLIDERS.map(([name, label]) => (
        <label key={name} class="volume">
          <span>
            {label} <span class="dim">{controller.settings[name]} %</span>
          </span>
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={controller.settings[name]}
            onChange={({ currentTarget }) => save({ [name]: Number(currentTarget.value) })}
          />
        </label>
      ))}
      <MuteField controller={controller} />
    </fieldset>
  );
}

/** Silences all, and keeps the volumes. */
export function MuteField({ controller }: Pick<SoundFieldsProps, 'controller'>) {
  const [problem, save] = useSaving(controller);
  return (
    <label class="check">
      <input type="checkbox" checked={controller.settings.muted} onChange={({ currentTarget }) => save({ muted: currentTarget.checked })} />
      <span>Mute all sounds</span>
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
