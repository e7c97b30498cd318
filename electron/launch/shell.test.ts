import { expect, it, vi } from 'vitest';
import { findShell, type Means } from './shell.ts';

const nothing: Means = {
  findElectron: () => undefined,
  fetchElectron: async () => ({ why: 'its download can not be reached' }),
  findChromium: () => undefined,
  fetchChromium: async () => undefined,
};

it('takes an Electron that is there without fetching anything', async () => {
  const fetchElectron = vi.fn(nothing.fetchElectron);
  const found = await findShell(
    { wanted: 'any', fetch: true, say: vi.fn() },
    { ...nothing, findElectron: () => '/electron', fetchElectron },
  );
  expect(found).toEqual({ shell: 'electron', executable: '/electron' });
  expect(fetchElectron).not.toHaveBeenCalled();
});

it('fetches Electron before it falls back', async () => {
  const means = { ...nothing, fetchElectron: async () => ({ path: '/fetched' }), findChromium: () => '/chromium' };
  expect(await findShell({ wanted: 'any', fetch: true, say: vi.fn() }, means)).toEqual({ shell: 'electron', executable: '/fetched' });
});

it('says why it falls back to a Chromium', async () => {
  const say = vi.fn();
  const found = await findShell({ wanted: 'any', fetch: true, say }, { ...nothing, findChromium: () => '/chromium' });
  expect(found).toEqual({ shell: 'browser', chromium: '/chromium' });
  expect(say).toHaveBeenCalledWith(expect.stringContaining('because its download can not be reached'));
});

it('fetches a Chromium when none is there', async () => {
  const found = await findShell({ wanted: 'browser', fetch: true, say: vi.fn() }, { ...nothing, fetchChromium: async () => '/got' });
  expect(found).toEqual({ shell: 'browser', chromium: '/got' });
});

it('fetches nothing when it may not', async () => {
  const means = { ...nothing, fetchElectron: async () => ({ path: '/fetched' }), fetchChromium: async () => '/got' };
  expect(await findShell({ wanted: 'any', fetch: false, say: vi.fn() }, means)).toMatchObject({ shell: 'none' });
});

it('leaves Electron alone when the browser shell is wanted', async () => {
  const means = { ...nothing, findElectron: () => '/electron', findChromium: () => '/chromium' };
  expect(await findShell({ wanted: 'browser', fetch: true, say: vi.fn() }, means)).toEqual({ shell: 'browser', chromium: '/chromium' });
});

it('does not fall back when Electron is wanted', async () => {
  const found = await findShell({ wanted: 'electron', fetch: true, say: vi.fn() }, { ...nothing, findChromium: () => '/chromium' });
  expect(found).toEqual({ shell: 'none', sentence: "Electron can't be used, because its download can not be reached." });
});

it('says what to type when there is nothing', async () => {
  const found = await findShell({ wanted: 'any', fetch: true, say: vi.fn() }, nothing);
  expect(found).toEqual({ shell: 'none', sentence: expect.stringContaining('CHROME_PATH') });
});
