import { expect, it } from 'vitest';
import { chromiumFlags } from './chromium-flags.ts';

const look = { userDataDir: '/data/chromium', x: 12, y: 40, width: 660, height: 470, headless: false };

it('keeps the sandbox for everybody but root', () => {
  expect(chromiumFlags(look, false)).not.toContain('--no-sandbox');
  expect(chromiumFlags(look, true)).toContain('--no-sandbox');
});

it('lets a covered window go on playing', () => {
  expect(chromiumFlags(look, false)).toContain('--disable-backgrounding-occluded-windows');
});
