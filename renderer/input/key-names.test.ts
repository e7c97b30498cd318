import { expect, it, vi } from 'vitest';
import { KeyNames, type LayoutSource } from './key-names.ts';

const plain = { shiftKey: false, altKey: false, ctrlKey: false };
const layoutOf = (keys: Readonly<Record<string, string>>): LayoutSource => ({ getLayoutMap: async () => new Map(Object.entries(keys)) });

it.each([
  ['KeyW', 'W'],
  ['Digit1', '1'],
  ['ArrowUp', '↑'],
  ['Space', 'Space'],
  ['ShiftLeft', 'Left Shift'],
  ['Numpad8', 'Num 8'],
  ['Semicolon', ';'],
  ['F9', 'F9'],
])('without a layout %s is called %s', (code, name) => {
  expect(new KeyNames().nameOf(code)).toBe(name);
});

it('on a French keyboard the key at W is called Z, as it says', async () => {
  const names = new KeyNames();
  const listener = vi.fn();
  names.subscribe(listener);
  await names.read(layoutOf({ KeyW: 'z', KeyQ: 'a', Digit1: '&', Space: ' ', ArrowUp: 'x', Semicolon: 'm' }));
  expect(['KeyW', 'KeyQ', 'Digit1', 'Semicolon', 'ArrowUp', 'KeyS'].map((code) => names.nameOf(code))).toEqual([
    'Z',
    'A',
    '&',
    'M',
    '↑',
    'S',
  ]);
  expect(listener).toHaveBeenCalledOnce();
});

it('a letter that has no single capital stays as it is', async () => {
  const names = new KeyNames();
  await names.read(layoutOf({ Minus: 'ß', Quote: 'ä' }));
  expect([names.nameOf('Minus'), names.nameOf('Quote')]).toEqual(['ß', 'Ä']);
});

it('where the browser does not tell, names are learned from what is typed', async () => {
  const names = new KeyNames();
  await names.read(undefined);
  const listener = vi.fn();
  names.subscribe(listener);
  names.learn({ ...plain, code: 'KeyW', key: 'z' });
  names.learn({ ...plain, code: 'KeyS', key: 'S', shiftKey: true });
  expect(names.nameOf('KeyW')).toBe('Z');
  expect(listener).toHaveBeenCalledTimes(2);
  names.learn({ ...plain, code: 'KeyW', key: 'z' });
  expect(listener).toHaveBeenCalledTimes(2);
});

it.each([
  ['Digit1', '!', { shiftKey: true }],
  ['KeyE', '€', { altKey: true }],
  ['KeyE', 'Dead', {}],
  ['KeyE', 'Process', {}],
  ['Space', ' ', {}],
])('nothing is learned of %s from %j', (code, key, more) => {
  const names = new KeyNames();
  const before = names.nameOf(code);
  names.learn({ ...plain, code, key, ...more });
  expect(names.nameOf(code)).toBe(before);
});
