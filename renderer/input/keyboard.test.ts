import { expect, it } from 'vitest';
import { Keyboard, type KeyPress } from './keyboard.ts';

const flags = { shiftKey: false, ctrlKey: false, metaKey: false };
const key = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: code.replace(/^Key/, '').toLowerCase(),
  ...flags,
  ...more,
});

function open(up: readonly string[] = ['KeyW', 'ArrowUp'], down: readonly string[] = ['KeyS', 'ArrowDown']): Keyboard {
  const keyboard = new Keyboard();
  keyboard.setKeys(up, down);
  return keyboard;
}

it('a key steers from its press to its release', () => {
  const keyboard = open();
  expect(keyboard.press(key('KeyW'))).toBe(true);
  expect([keyboard.up, keyboard.down]).toEqual([true, false]);
  expect(keyboard.release(key('KeyW'))).toBe(true);
  expect(keyboard.up).toBe(false);
});

it('one of two keys of a direction can be let go', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.press(key('ArrowUp'));
  keyboard.release(key('KeyW'));
  expect(keyboard.up).toBe(true);
});

it('other keys are nobody’s business here', () => {
  const keyboard = open();
  expect(keyboard.press(key('KeyX'))).toBe(false);
  expect(keyboard.release(key('KeyX'))).toBe(false);
});

it.each<[string, Partial<KeyPress>]>([
  ['Ctrl', { ctrlKey: true }],
  ['Shift', { shiftKey: true, key: 'W' }],
  ['Command', { metaKey: true }],
  ['an input method', { key: 'Process' }],
  ['Alt on macOS, which prints another letter', { key: '∑' }],
])('a key steers with %s', (_what, more) => {
  const keyboard = open();
  expect(keyboard.press(key('KeyW', more))).toBe(true);
  expect(keyboard.up).toBe(true);
});

it.each([
  ['ControlLeft', { key: 'Control', ctrlKey: true }],
  ['ShiftRight', { key: 'Shift', shiftKey: true }],
  ['AltLeft', { key: 'Alt' }],
  ['AltRight', { key: 'AltGraph' }],
  ['Space', { key: ' ' }],
  ['Enter', { key: 'Enter' }],
])('%s can be a key of the paddle', (code, more) => {
  const keyboard = open([code]);
  expect(keyboard.press(key(code, more))).toBe(true);
  expect(keyboard.up).toBe(true);
  keyboard.release({ ...key(code, more), ...flags });
  expect(keyboard.up).toBe(false);
});

it('of two Shift keys that are held Windows tells only one release: both are let go', () => {
  const keyboard = open(['ShiftLeft'], ['ShiftRight']);
  keyboard.press(key('ShiftLeft', { shiftKey: true }));
  keyboard.press(key('ShiftRight', { shiftKey: true }));
  keyboard.release(key('ShiftRight'));
  expect([keyboard.up, keyboard.down]).toEqual([false, false]);
});

it('the Ctrl that AltGr presses on Windows does not stay pressed', () => {
  const keyboard = open(['ControlLeft']);
  keyboard.press(key('ControlLeft', { key: 'Control', ctrlKey: true }));
  keyboard.press(key('AltRight', { key: 'AltGraph' }));
  expect(keyboard.up).toBe(false);
});

it('a key that comes up while Command is held, of which macOS tells nothing, is let go with Command', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.press(key('MetaLeft', { key: 'Meta', metaKey: true }));
  keyboard.release(key('MetaLeft', { key: 'Meta' }));
  expect(keyboard.up).toBe(false);
});

it('after a rest a key that repeats is still held, and counts again', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.rest();
  expect(keyboard.up).toBe(false);
  keyboard.press(key('KeyW'));
  expect(keyboard.up).toBe(true);
});

it.each(['CapsLock', 'Lang1', 'KanaMode', 'PrintScreen'])('%s, whose release is not told everywhere, never steers', (code) => {
  const keyboard = open([code]);
  expect(keyboard.press(key(code))).toBe(false);
  expect(keyboard.up).toBe(false);
});

it.each([
  ['w', 'KeyW'],
  ['W', 'KeyW'],
  [' ', 'Space'],
  ['ArrowUp', 'ArrowUp'],
  ['8', 'Digit8'],
])('a screen keyboard that gives no position steers with %j', (printed, code) => {
  const keyboard = open([code]);
  keyboard.press(key('', { key: printed }));
  expect(keyboard.up).toBe(true);
  keyboard.release(key('', { key: printed }));
  expect(keyboard.up).toBe(false);
});

it('a key that is bound no longer is let go', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.setKeys(['KeyI'], ['KeyS']);
  keyboard.setKeys(['KeyW'], ['KeyS']);
  expect(keyboard.up).toBe(false);
});

it('a press that was over before the tick still counts for one tick', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.release(key('KeyW'));
  keyboard.press(key('KeyS'));
  expect([keyboard.tappedUp, keyboard.tappedDown, keyboard.down]).toEqual([true, false, true]);
  keyboard.taken();
  expect([keyboard.tappedUp, keyboard.tappedDown, keyboard.down]).toEqual([false, false, true]);
});

it('a_key_that_was_held_for_ticks_does_not_count_for_one_more_when_it_is_let_go', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.taken();
  // It repeats.
  keyboard.press(key('KeyW'));
  keyboard.release(key('KeyW'));
  expect(keyboard.tappedUp).toBe(false);
});

it('a press that was over counts no longer once all rests', () => {
  const keyboard = open();
  keyboard.press(key('KeyW'));
  keyboard.release(key('KeyW'));
  keyboard.rest();
  expect(keyboard.tappedUp).toBe(false);
});
