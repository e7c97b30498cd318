import { expect, it } from 'vitest';
import { describeBuildable } from './buildable.ts';

const yes = (lines: readonly string[]) => lines.map((line) => line.endsWith(': yes.'));

it('builds everything on a Mac with Wine', () => {
  expect(yes(describeBuildable({ platform: 'darwin', electron: true, online: true, wine: true }))).toEqual([true, true, true, true]);
});

it('builds no Mac package elsewhere, and no Windows installer on Linux without Wine', () => {
  expect(yes(describeBuildable({ platform: 'linux', electron: true, online: true, wine: false }))).toEqual([true, true, false, false]);
  expect(yes(describeBuildable({ platform: 'win32', electron: true, online: true, wine: false }))).toEqual([true, false, true, false]);
});

it('builds only a folder offline, from an Electron that is there', () => {
  expect(yes(describeBuildable({ platform: 'linux', electron: true, online: false, wine: true }))).toEqual([true, false, false, false]);
  expect(yes(describeBuildable({ platform: 'linux', electron: false, online: false, wine: true }))).toEqual([false, false, false, false]);
});
