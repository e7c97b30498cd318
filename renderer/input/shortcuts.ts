/** What is read of a KeyboardEvent. */
export interface ShortcutPress {
  readonly code: string;
  readonly key: string;
  readonly repeat: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** Commands of a match that have a key. */
export type Shortcut = 'menu' | 'chat' | 'network';

/** The keys of a match besides the paddle's: Escape, T and F3. A key that is held commands once. */
export class Shortcuts {
  /** Position of the key that commanded last. */
  #held: string | undefined;

  /**
   * A key goes down.
   * @param typing whether it goes into a text field
   * @returns the command; `held` for a key that goes on being held, which must do nothing, not even type; undefined for all other keys
   */
  press(event: ShortcutPress, typing: boolean): Shortcut | 'held' | undefined {
    // The system's own, or for an input method: its Escape only ends a composition.
    if (event.metaKey || event.isComposing) return undefined;
    const shortcut = shortcutOf(event);
    const meant = shortcut === 'chat' && typing ? undefined : shortcut;
    if (event.repeat) return meant !== undefined || event.code === this.#held ? 'held' : undefined;
    this.#held = meant === undefined ? undefined : event.code;
    return meant;
  }
}

/** The command of a key by what it prints, on every layout; where that is no Latin letter, by where T lies on most. */
export function shortcutOf({ code, key }: Pick<ShortcutPress, 'code' | 'key'>): Shortcut | undefined {
  if (key === 'Escape') return 'menu';
  if (key === 'F3') return 'network';
  const latin = /^\p{Script=Latin}$/u.test(key);
  return key.toLowerCase() === 't' || (!latin && code === 'KeyT') ? 'chat' : undefined;
}
