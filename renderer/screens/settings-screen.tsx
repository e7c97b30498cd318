import type { Settings } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import { KeyFields, PadFields } from './binding-fields.tsx';
import { Button } from './button.tsx';
import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { FullScreenField } from './full-screen-field.tsx';
import { InputDelayField } from './input-delay-field.tsx';
import { NameField } from './name-field.tsx';
import { ScreenTitle } from './screen-title.tsx';
import { SoundFields } from './sound-fields.tsx';
import { useSaving } from './use-saving.ts';

const effectNames: readonly (readonly [keyof Settings['effects'], string])[] = [
  ['trail', 'Trail behind the ball'],
  ['bloom', 'Glow'],
  ['hitStop', 'Hit pause'],
  ['shake', 'Screen shake at each point'],
];
const motions: readonly (readonly [Settings['motion'], string])[] = [
  ['system', 'Follow the system'],
  ['full', 'Full motion'],
  ['reduced', 'Reduced motion'],
];

/** Frames per second to choose from; any other number can be put into the config file. */
const frameLimits: readonly (readonly [number, string])[] = [
  [0, 'Same as the screen'],
  [120, '120 per second'],
  [60, '60 per second'],
  [30, '30 per second, saves power'],
];

/** The choices, and what the config file says when that is none of them: a field that shows nothing looks broken. */
function limitsWith(current: number): typeof frameLimits {
  return frameLimits.some(([limit]) => limit === current) ? frameLimits : [...frameLimits, [current, `${current} per second`]];
}

/** What a player may change, written to the config file at once. */
export function SettingsScreen({ controller }: { readonly controller: AppController }) {
  const [problem, save] = useSaving(controller);
  const { settings } = controller;
  return (
    <main class="screen">
      <section class="panel wide">
        <ScreenTitle>Settings</ScreenTitle>
        <div class="columns">
          <div>
            <NameField controller={controller} />
            <KeyFields controller={controller} save={save} />
            <SoundFields controller={controller} save={save} />
          </div>
          <div>
            <InputDelayField controller={controller} />
            <label class="field">
              <span class="field-label">Motion</span>
              <select
                value={settings.motion}
                onChange={({ currentTarget }) =>
                  save({ motion: motions.find(([motion]) => motion === currentTarget.value)?.[0] ?? 'system' })
                }
              >
                {motions.map(([motion, name]) => (
                  <option key={motion} value={motion}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span class="field-label">Frame rate</span>
              <select
                value={settings.framesPerSecond}
                onChange={({ currentTarget }) => save({ framesPerSecond: Number(currentTarget.value) })}
              >
                {limitsWith(settings.framesPerSecond).map(([limit, name]) => (
                  <option key={limit} value={limit}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <FullScreenField />
            <fieldset class="field">
              <legend class="field-label">Effects</legend>
              {effectNames.map(([effect, name]) => (
                <label key={effect} class="check">
                  <input
                    type="checkbox"
                    checked={settings.effects[effect]}
                    onChange={({ currentTarget }) => save({ effects: { ...settings.effects, [effect]: currentTarget.checked } })}
                  />
                  <span>{name}</span>
                </label>
              ))}
              {controller.loweredEffects > 0 && (
                <p class="small-print dim" role="status">
                  This machine draws slowly, so {controller.loweredEffects === 1 ? 'the glow is' : 'glow, trail and shake are'} left out
                  until the window is opened again. A lower frame rate may help.
                </p>
              )}
            </fieldset>
          </div>
        </div>
        <PadFields controller={controller} save={save} />
        <p class="field-problem" role="status">
          {problem}
        </p>
        <div class="actions">
          <Button label="Back to menu" look="primary" onClick={() => controller.toMenu()} />
          <Button label="Network settings" onClick={() => controller.open('network-settings')} />
        </div>
        <CopyDiagnostics copyText={controller.desktop.calls.copyText} />
      </section>
    </main>
  );
}
