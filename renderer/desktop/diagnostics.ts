import { type DesktopCalls, type DiagnosticsLine, lineText, NO_NAME, writtenLine } from '../../electron/contract/desktop.ts';

/** Lines that are kept in the page, for when there is no desktop to keep them. */
const maxKept = 100;

/** Lines wait this long for others, in ms, so that a burst of them is one call. */
const gatherMs = 500;

/** What happened in this page and why, for whoever looks for a fault. Each line is redacted before it is kept. */
export class Diagnostics {
  readonly #known = new Set<string>();
  #kept: DiagnosticsLine[] = [];
  /** How many of the newest kept lines the desktop has not been given. */
  #unsent = 0;
  #gathering = false;
  #desktop: Pick<DesktopCalls, 'noteDiagnostics' | 'readDiagnostics'> | undefined;

  /**
   * Notes that something happened. Never throws, and costs nothing worth counting.
   *
   * @param area part of the program, such as `connect`: 1 to 16 of a-z and -
   * @param what a few words, without names
   * @param error what was thrown, if anything was
   */
  note(area: string, what: string, error?: unknown): void {
    this.#kept.push({ atMs: Date.now(), area, text: lineText(what, error, this.#known) });
    if (this.#kept.length > maxKept) this.#kept.shift();
    this.#unsent = Math.min(maxKept, this.#unsent + 1);
    this.#gather();
  }

  /** From now on these names, ours or another player's, and other private words are taken out of every line. */
  hide(words: Iterable<string>): void {
    for (const word of words) if (word !== NO_NAME) this.#known.add(word);
  }

  /** Gives all lines to the desktop from now on, those noted before included. */
  attach(desktop: Pick<DesktopCalls, 'noteDiagnostics' | 'readDiagnostics'>): void {
    this.#desktop = desktop;
    if (this.#unsent > 0) this.#gather();
  }

  /** All that is known, to be copied; of this page alone when the desktop does not answer. Never rejects. */
  async text(): Promise<string> {
    try {
      if (this.#desktop === undefined) throw new Error('there is no desktop');
      await this.#send(this.#desktop);
      return await this.#desktop.readDiagnostics();
    } catch (error) {
      this.note('diagnostics', 'the desktop has not given its log', error);
      return this.#kept.map(writtenLine).join('\n');
    }
  }

  #gather(): void {
    const desktop = this.#desktop;
    if (desktop === undefined || this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      this.#send(desktop).catch(() => {
        // It has ended, which the connection to it tells the player; the lines are still kept here.
        this.#desktop = undefined;
      });
    }, gatherMs);
  }

  async #send(desktop: Pick<DesktopCalls, 'noteDiagnostics'>): Promise<void> {
    if (this.#unsent === 0) return;
    const lines = this.#kept.slice(-this.#unsent);
    this.#unsent = 0;
    await desktop.noteDiagnostics(lines);
  }
}

/** The page's own. */
export const diagnostics = new Diagnostics();
