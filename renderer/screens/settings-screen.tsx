import { useState } from 'preact/hooks';
import type { Settings } from '../../electron/desktop.ts';
import { MAX_DELAY_TICKS } from '../../netcode/rollback/rollback.ts';
import type { Stage } from '../stage.ts';
import { KeyField } from './key-field.tsx';
import { NameField } from './name-field.tsx';

const effectNames: readonly (readonly [keyof Settings['effects'], string])[] = [
  ['trail', 'Trail behind the ball'],
  ['bloom', 'Glow'],
  ['hitStop', 'A moment of weight at each hit'],
  ['shake', 'Shake at each point'],
];
const motions: readonly (readonly [Settings['motion'], string])[] = [
  ['system', 'As the system says'],
  ['full', 'Full motion'],
  ['reduced', 'Reduced motion'],
];

/** What a player may change, written to the config file at once. */
export function SettingsScreen({ stage }: { readonly stage: Stage }) {
  const [problem, setProblem] = useState('');
  const { settings } = stage;
  const save = (changes: Partial<Settings>): void => {
    stage.save(changes).then(
      () => setProblem(''),
      () => setProblem('This could not be saved. Check that the disk is not full, then change it again.'),
    );
  };
  return (
    <main class="screen">
      <section class="panel wide">
        <h1 class="panel-title">Settings</h1>
        <div class="columns">
          <div>
            <NameField stage={stage} />
            <KeyField label="Up" codes={settings.keys.up} onChange={(up) => save({ keys: { ...settings.keys, up } })} />
            <KeyField label="Down" codes={settings.keys.down} onChange={(down) => save({ keys: { ...settings.keys, down } })} />
            <label class="field">
              <span class="field-label">Volume {settings.volumePercent} %</span>
              <input
                type="range"
                min={0}
                max={100}
                step={5}
                value={settings.volumePercent}
                onChange={({ currentTarget }) => save({ volumePercent: Number(currentTarget.value) })}
              />
            </label>
          </div>
          <div>
            <label class="field">
              <span class="field-label">Input delay</span>
              <select
                value={settings.inputDelayTicks}
                onChange={({ currentTarget }) => save({ inputDelayTicks: Number(currentTarget.value) })}
              >
                {Array.from({ length: MAX_DELAY_TICKS + 1 }, (_, ticks) => (
                  <option key={ticks} value={ticks}>
                    {ticks === 0 ? 'none' : `${ticks} ${ticks === 1 ? 'tick' : 'ticks'} (${Math.round((ticks * 1000) / 60)} ms)`}
                  </option>
                ))}
              </select>
            </label>
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
            </fieldset>
          </div>
        </div>
        <p class="field-problem" role="status">
          {problem}
        </p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => stage.toMenu()}>
            Back to menu
          </button>
        </div>
      </section>
    </main>
  );
}
