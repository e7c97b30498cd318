import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { top } from '../../electron/launch/top.ts';

/** What is not part of a clone, or as large as all the rest. */
const NOT_COPIED: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', 'test-results']);

/** For a busy machine: building takes some seconds of a core. */
const TIMEOUT_MS = 300_000;

it('a clone in a folder with a hash, a per cent sign and blanks in its name builds and serves its page', {
  timeout: TIMEOUT_MS,
}, async () => {
  const parent = mkdtempSync(join(tmpdir(), 'paddlewire-folder-'));
  const folder = join(parent, 'games #1, 50%41 done');
  cpSync(top, folder, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  symlinkSync(join(top, 'node_modules'), join(folder, 'node_modules'), 'dir');
  try {
    const simulated = execFileSync(process.execPath, ['electron/launch/run.mjs', 'simulate', '--', '--seeds=1', '--wire=ideal'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(simulated).toContain('every invariant held');
    const args = ['dist/browser/server.js', '--profile=odd', `--data-dir=${join(parent, 'data')}`];
    const server = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
      const entrance = line.replace('PADDLEWIRE_URL ', '');
      const { headers } = await fetch(entrance, { redirect: 'manual' });
      const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await fetch(new URL('/', entrance), { headers: { cookie } });
      expect(page.status).toBe(200);
      const script = /src="(?<src>[^"]+\.js)"/.exec(await page.text())?.groups?.['src'] ?? '';
      expect((await fetch(new URL(script, page.url), { headers: { cookie } })).status).toBe(200);
    } finally {
      server.stdin.end();
      await once(server, 'exit');
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
