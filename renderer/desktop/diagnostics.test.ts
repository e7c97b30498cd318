import { beforeEach, expect, it, vi } from 'vitest';
import type { DiagnosticsLine } from '../../electron/contract/desktop.ts';
import { Diagnostics } from './diagnostics.ts';

let given: DiagnosticsLine[][];
let up: boolean;
const desktop = {
  noteDiagnostics: async (lines: readonly DiagnosticsLine[]) => {
    if (!up) throw new Error('ended');
    given.push([...lines]);
  },
  readDiagnostics: async () => {
    if (!up) throw new Error('ended');
    return `all of ${given.flat().length}`;
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  given = [];
  up = true;
  return () => void vi.useRealTimers();
});

it('lines that come together are one call, those from before there was a desktop included', async () => {
  const page = new Diagnostics();
  page.note('start', 'early');
  page.attach(desktop);
  for (let index = 0; index < 9; index++) page.note('connect', `step ${index}`, new DOMException('no', 'NotAllowedError'));
  expect(given).toEqual([]);
  await vi.runAllTimersAsync();
  expect(given).toHaveLength(1);
  expect(given[0]?.map(({ text }) => text).slice(0, 2)).toEqual(['early', 'step 0: NotAllowedError: no']);
  await vi.runAllTimersAsync();
  page.note('connect', 'later');
  await vi.runAllTimersAsync();
  expect(given.map((lines) => lines.length)).toEqual([10, 1]);
});

it('what is copied has the line of a moment ago', async () => {
  const page = new Diagnostics();
  page.attach(desktop);
  page.note('connect', 'just now');
  expect(await page.text()).toBe('all of 1');
});

it('when the desktop has ended, the lines of the page can still be copied, without names and addresses', async () => {
  const page = new Diagnostics();
  page.attach(desktop);
  page.hide(['Ada', 'Player']);
  page.note('connect', 'Player Ada of 192.168.1.7');
  up = false;
  await vi.runAllTimersAsync();
  const text = await page.text();
  expect(text).toContain('connect Player [hidden] of [IPv4 private]');
  expect(text).toContain('the desktop has not given its log');
  expect(given).toEqual([]);
});

it('a page that notes without end keeps the newest hundred lines and never gives more at a time', async () => {
  const page = new Diagnostics();
  page.attach(desktop);
  for (let index = 0; index < 1_000; index++) page.note('court', `event ${index}`);
  await vi.runAllTimersAsync();
  expect(given.flat()).toHaveLength(100);
  expect(given.flat().at(-1)?.text).toBe('event 999');
});
