import type { Page } from '@playwright/test';

/** The two shells that a window can run in. */
export type ShellName = 'browser' | 'electron';

/** One window to open for a test. */
export interface GameWindowOptions {
  /** Name of its profile; up to 40 letters, digits and dashes. */
  readonly profile: string;
  /** Folder for everything that it stores; it must exist. */
  readonly dataDir: string;
  /** Code of a game to ask about joining; a name may follow as in a link. */
  readonly join?: string | undefined;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels from the screen's left edge, where the shell shows it on a screen at all. */
  readonly x: number;
  /** Command that its programs are started through, such as one that enters a network namespace; for the browser shell alone. */
  readonly within?: readonly string[];
}

/** A window of the game in processes of its own, driven from outside. */
export interface GameWindow {
  readonly shell: ShellName;
  readonly profile: string;
  readonly dataDir: string;
  readonly page: Page;
  resize(width: number, height: number): Promise<void>;
  /** Takes the window out of sight, so that its page is drawn no more. Safe to call twice, like {@link show}. */
  hide(): Promise<void>;
  show(): Promise<void>;
  /** Ends all of its processes with SIGKILL. Answers when they are gone. Safe to call twice. */
  kill(): Promise<void>;
  /** Stops all of its processes where they are; until {@link thaw} its page answers nothing. Not on Windows. */
  freeze(): void;
  /** Lets them go on. */
  thaw(): void;
  /** Closes it as a person would, and waits until its processes have ended. Safe to call twice. */
  close(): Promise<void>;
}
