import { expect, it } from 'vitest';
import { whyNoElectron } from './end-to-end.ts';

it('runs Electron on a display, real or virtual', () => {
  expect(whyNoElectron({ electron: '/electron', display: true, virtualDisplay: false })).toBeUndefined();
  expect(whyNoElectron({ electron: '/electron', display: false, virtualDisplay: true })).toBeUndefined();
});

it('says what is missing', () => {
  expect(whyNoElectron({ electron: undefined, display: true, virtualDisplay: true })).toContain('npx install-electron');
  expect(whyNoElectron({ electron: '/electron', display: false, virtualDisplay: false })).toContain('no display');
});
