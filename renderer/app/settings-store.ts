import type { DesktopCalls, Settings } from '../../electron/contract/desktop.ts';
import { diagnostics } from '../desktop/diagnostics.ts';

/** The settings in force, and their way to the config file. */
export class SettingsStore {
  current: Settings;
  readonly #calls: DesktopCalls;
  readonly #onChange: () => void;
  #writing: Promise<void> = Promise.resolve();

  constructor(calls: DesktopCalls, settings: Settings, onChange: () => void) {
    this.#calls = calls;
    this.current = settings;
    this.#onChange = onChange;
  }

  /**
   * Changes settings immediately and writes them to the config file, one write after the other. Rejects when they could not be written; they hold
   * until the window is closed all the same, and the next write has them too.
   */
  save(changes: Partial<Settings>): Promise<void> {
    this.current = { ...this.current, ...changes };
    this.#onChange();
    const written = this.#writing.then(() => this.#write());
    this.#writing = written.catch((error: unknown) => diagnostics.note('settings', 'not saved', error));
    return written;
  }

  async #write(): Promise<void> {
    const written = this.current;
    const inForce = await this.#calls.saveSettings(written);
    // A change that came meanwhile is newer than this answer and has a write of its own.
    if (this.current !== written) return;
    this.current = inForce;
    this.#onChange();
  }
}
