import { practiceLevels } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import { useSaving } from './use-saving.ts';

const levelNames = { beginner: 'Beginner', casual: 'Casual', club: 'Club', champion: 'Champion' } as const;

/** How well the computer plays; holds immediately, also in a match under way. In the menu the button beside it says what it is for. */
export function LevelField({ controller, inMenu = false }: { readonly controller: AppController; readonly inMenu?: boolean }) {
  const [problem, save] = useSaving(controller);
  const keep = (value: string): void => {
    save({ practiceLevel: practiceLevels.find((level) => level === value) ?? 'casual' });
  };
  return (
    <label class={inMenu ? 'practice-level' : 'field'}>
      <span class={inMenu ? 'visually-hidden' : 'field-label'}>Level of the computer</span>
      <select value={controller.settings.practiceLevel} onChange={({ currentTarget }) => keep(currentTarget.value)}>
        {practiceLevels.map((level) => (
          <option key={level} value={level}>
            {levelNames[level]}
          </option>
        ))}
      </select>
      {problem !== '' && <span class="field-problem">{problem}</span>}
    </label>
  );
}
