import { expect, it } from 'vitest';
import { type ShortcutPress, Shortcuts } from './shortcuts.ts';

const press = (code: string, key: string, more: Partial<ShortcutPress> = {}): ShortcutPress => ({
  code,
  key,
  repeat: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

it.each([
  ['US', 'KeyT', 't', 'chat'],
  ['US with Shift or CapsLock', 'KeyT', 'T', 'chat'],
  ['Dvorak, the key that prints T', 'KeyK', 't', 'chat'],
  ['Dvorak, the key where T lies elsewhere', 'KeyT', 'y', undefined],
  ['Russian', 'KeyT', 'е', 'chat'],
  ['Greek', 'KeyT', 'τ', 'chat'],
  ['Hebrew', 'KeyT', 'א', 'chat'],
  ['an input method', 'KeyT', 'Process', 'chat'],
  ['Russian, another key', 'KeyG', 'п', undefined],
  ['Escape', 'Escape', 'Escape', 'menu'],
  ['Escape on a swapped CapsLock', 'CapsLock', 'Escape', 'menu'],
  ['F3', 'F3', 'F3', 'network'],
])('%s', (_layout, code, key, shortcut) => {
  expect(new Shortcuts().press(press(code, key), false)).toBe(shortcut);
});

it('a held key commands once', () => {
  for (const [code, key] of [
    ['Escape', 'Escape'],
    ['F3', 'F3'],
    ['KeyT', 't'],
  ] as const) {
    const shortcuts = new Shortcuts();
    expect(shortcuts.press(press(code, key), false)).toBeDefined();
    for (let i = 0; i < 10; i++) expect(shortcuts.press(press(code, key, { repeat: true }), false)).toBe('held');
    expect(shortcuts.press(press(code, key), false)).toBeDefined();
  }
});

it('the T that opens the chat and is held does not type into it', () => {
  const shortcuts = new Shortcuts();
  expect(shortcuts.press(press('KeyT', 't'), false)).toBe('chat');
  expect(shortcuts.press(press('KeyT', 't', { repeat: true }), true)).toBe('held');
  expect(shortcuts.press(press('KeyT', 't'), true)).toBeUndefined();
  expect(shortcuts.press(press('KeyT', 't', { repeat: true }), true)).toBeUndefined();
});

it('an Escape that was held before the match opens nothing in it', () => {
  expect(new Shortcuts().press(press('Escape', 'Escape', { repeat: true }), false)).toBe('held');
});

it('keys of an input method and of the system are left alone', () => {
  expect(new Shortcuts().press(press('Escape', 'Escape', { isComposing: true }), true)).toBeUndefined();
  expect(new Shortcuts().press(press('KeyT', 't', { metaKey: true }), false)).toBeUndefined();
});

it('Escape and F3 work while somebody types', () => {
  expect(new Shortcuts().press(press('Escape', 'Escape'), true)).toBe('menu');
  expect(new Shortcuts().press(press('F3', 'F3'), true)).toBe('network');
});
