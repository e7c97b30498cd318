/** The part of `navigator.keyboard` that is used; not every browser has it. */
export interface LayoutSource {
  getLayoutMap(): Promise<{ entries(): IterableIterator<[string, string]> }>;
}

/** Keys that print nothing, or nothing that could be read. */
const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
  Enter: 'Enter',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  ShiftLeft: 'Left Shift',
  ShiftRight: 'Right Shift',
  ControlLeft: 'Left Ctrl',
  ControlRight: 'Right Ctrl',
  AltLeft: 'Left Alt',
  AltRight: 'Right Alt',
  MetaLeft: 'Left Meta',
  MetaRight: 'Right Meta',
  ContextMenu: 'Menu',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  NumpadMultiply: 'Num ×',
  NumpadDivide: 'Num ÷',
  NumpadDecimal: 'Num .',
  NumpadEnter: 'Num Enter',
};

/** What keys in places print on a US keyboard, for want of the player's own. */
const US: Readonly<Record<string, string>> = {
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  IntlBackslash: '<',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** Keys by the names that are printed on the player's own keyboard: positions are kept in the settings, but nobody knows them. */
export class KeyNames {
  readonly #printed = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  /** A key as people name it. @param code a KeyboardEvent.code value */
  nameOf(code: string): string {
    const printed = NAMES[code] ?? this.#printed.get(code) ?? US[code];
    if (printed !== undefined) return printed;
    return code.replace(/^(?:Key|Digit)/, '').replace(/^Numpad/, 'Num ');
  }

  /** Asks the browser for the layout. Where it can't tell, names are learned from what is typed. */
  async read(source: LayoutSource | undefined): Promise<void> {
    if (source === undefined) return;
    const layout = await source.getLayoutMap();
    for (const [code, key] of layout.entries()) this.#print(code, key);
    this.#tell();
  }

  /** Learns from a key that was pressed. */
  learn({ code, key, shiftKey, altKey, ctrlKey }: Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey'>): void {
    // With AltGr, Shift on a digit and the like, it prints something else.
    if (altKey || ctrlKey || (shiftKey && !/^\p{L}$/u.test(key))) return;
    if (this.#print(code, key)) this.#tell();
  }

  /** Calls the listener after names have changed. @returns what stops that */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #print(code: string, key: string): boolean {
    if (!/^(?:Key|Digit|Bracket|Back(?:quote|slash)|Intl|Minus|Equal|Semicolon|Quote|Comma|Period|Slash)/.test(code)) return false;
    // Nothing that is more than one sign or can't be seen: dead keys, input methods.
    if (!/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(key)) return false;
    const upper = key.toUpperCase();
    const name = upper.length === 1 ? upper : key;
    if (this.#printed.get(code) === name) return false;
    this.#printed.set(code, name);
    return true;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
