import { useState } from 'preact/hooks';
import type { Settings } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';

/**
 * Saves settings from a screen.
 * @returns what is wrong with the newest that was saved, empty while all is well, and how to save; `onSaved` is called once they are on the disk
 */
export function useSaving(
  controller: AppController,
): readonly [problem: string, save: (changes: Partial<Settings>, onSaved?: () => void) => void] {
  const [problem, setProblem] = useState('');
  const save = (changes: Partial<Settings>, onSaved?: () => void): void => {
    controller.save(changes).then(
      () => {
        setProblem('');
        onSaved?.();
      },
      (error: unknown) =>
        setProblem(
          `This could not be saved. It applies until the window is closed. ${error instanceof Error ? error.message : String(error)} Then change the setting again.`,
        ),
    );
  };
  return [problem, save];
}
