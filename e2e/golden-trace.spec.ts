import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { build } from 'vite';
import { it } from './window-test.ts';

const rules = resolve(import.meta.dirname, '../netcode/pong');

/** The golden trace as a script without modules, for the oldest Chromium that a window may have. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome83',
      lib: { entry: resolve(rules, 'golden-trace.ts'), formats: ['iife'], name: 'golden' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [];
  const [chunk] = bundle?.output ?? [];
  if (chunk === undefined) throw new Error('Vite built no script');
  return chunk.code;
}

it('100,000 ticks give the same checksums in a window as in Node', async ({ pair: [{ page }] }) => {
  const stored = readFileSync(resolve(rules, 'golden-trace.txt'), 'utf8').trim().split('\n').map(Number);
  const checksums: unknown = await page.evaluate(`(() => { ${await bundled()}; return golden.goldenTrace(); })()`);
  expect(checksums).toEqual(stored);
});
