import { fetchChromium, findChromium } from './chromium-binary.ts';
import { fetchElectron, findElectron } from './electron-binary.ts';

/** What a window is shown in. */
export type Shell =
  | { readonly shell: 'electron'; readonly executable: string }
  | { readonly shell: 'browser'; readonly chromium: string }
  /** Neither can be had; `sentence` says what is missing and what to type. */
  | { readonly shell: 'none'; readonly sentence: string };

/** How to look for a shell. */
export interface ShellSearch {
  /** `any` prefers Electron. */
  readonly wanted: 'any' | 'electron' | 'browser';
  /** Whether to fetch what is missing, in bounded time. */
  readonly fetch: boolean;
  /** Gets progress and the reason for a fallback, one line at a time. */
  say(line: string): void;
}

/** The means to find and fetch, so that a test can stand in for a machine. */
export interface Means {
  findElectron(): string | undefined;
  fetchElectron(say: (line: string) => void): Promise<{ readonly path: string } | { readonly why: string }>;
  findChromium(): string | undefined;
  fetchChromium(say: (line: string) => void): Promise<string | undefined>;
}

/** Printed when there is nothing to show a window in. */
const missing =
  'Paddlewire needs Electron or a Chromium to show its window: type `npx install-electron --no`, or install Chromium, Chrome or Edge and set CHROME_PATH to it.';

/** Finds what to show windows in, and gets it when it may. Never rejects. */
export async function findShell(
  search: ShellSearch,
  means: Means = { findElectron: () => findElectron(), fetchElectron, findChromium: () => findChromium(), fetchChromium },
): Promise<Shell> {
  const { wanted, fetch, say } = search;
  if (wanted !== 'browser') {
    const found = means.findElectron();
    if (found !== undefined) return { shell: 'electron', executable: found };
    const fetched = fetch ? await means.fetchElectron(say) : { why: 'its program is not on this machine' };
    if ('path' in fetched) return { shell: 'electron', executable: fetched.path };
    if (wanted === 'electron') return { shell: 'none', sentence: `Electron can't be used, because ${fetched.why}.` };
    say(`Falling back to the browser shell instead of Electron, because ${fetched.why}.`);
  }
  const chromium = means.findChromium() ?? (fetch ? await means.fetchChromium(say) : undefined);
  return chromium === undefined ? { shell: 'none', sentence: missing } : { shell: 'browser', chromium };
}
