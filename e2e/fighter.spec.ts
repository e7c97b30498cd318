import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium, expect, test as it, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { findChromium } from '../electron/launch/chromium-binary.ts';
import { chromiumFlags } from '../electron/launch/chromium-flags.ts';
import { top } from '../electron/launch/top.ts';
import { HEALTH, WIDTH } from '../netcode/examples/fighter.ts';
import { Project } from './package/project.ts';

/** The folder of a page as its own small server. */
async function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const name = basename(new URL(url, 'http://localhost').pathname);
    if (name !== 'fighter.html' && name !== 'fighter-page.js') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html' });
    return response.end(readFileSync(join(folder, name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

/** The words of the confirmed state, as the page shows them. */
const wordsOf = async (page: Page): Promise<number[]> => ((await page.locator('#state').textContent()) ?? '').split(' ').map(Number);

it('the package plays the fighter in two tabs, over WebRTC', async () => {
  const project = new Project();
  const userDataDir = mkdtempSync(join(tmpdir(), 'paddlewire-fighter-'));
  let server: Server | undefined;
  try {
    project.unpack();
    cpSync(join(top, 'netcode/examples'), project.folder, { recursive: true });
    const entry = join(project.folder, 'fighter-page.ts');
    await build({ entryPoints: [entry], bundle: true, format: 'esm', outfile: join(project.folder, 'fighter-page.js') });
    server = await serve(project.folder);
    const { port } = server.address() as AddressInfo;
    const flags = chromiumFlags({ userDataDir, x: 0, y: 0, width: 840, height: 520, headless: true });
    const executablePath = findChromium();
    const context = await chromium.launchPersistentContext(userDataDir, {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Playwright sets these itself and does not take them from others.
      args: flags.filter((flag) => !/^--(user-data-dir|headless|no-sandbox)\b/.test(flag)),
      chromiumSandbox: !flags.includes('--no-sandbox'),
      headless: true,
    });
    try {
      const pages: Page[] = [];
      for (const id of [1, 2]) {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${port}/fighter.html#${id}`);
        pages.push(page);
      }
      const [left, right] = pages as [Page, Page];
      for (const page of pages) await expect(page.locator('#phase')).toHaveText('playing');
      // Both walk to the same wall, where the left one kicks once.
      for (const page of pages) await page.keyboard.down('d');
      await expect(async () => expect(await wordsOf(right)).toMatchObject({ 0: WIDTH, 8: WIDTH })).toPass({ timeout: 30_000 });
      for (const page of pages) await page.keyboard.up('d');
      await left.keyboard.press('k');
      await expect(async () => expect((await wordsOf(right))[11]).toBe(HEALTH - 12)).toPass({ timeout: 30_000 });
      // Once nobody presses anything, both confirm the same.
      await expect(async () => expect(await wordsOf(left)).toEqual(await wordsOf(right))).toPass({ timeout: 30_000 });
    } finally {
      await context.close();
    }
  } finally {
    server?.close();
    project.remove();
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});
