import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { top } from '../../../../electron/launch/top.ts';
import type { Library } from './library.ts';
import { netplayjs } from './netplayjs.ts';
import { withPage } from './netplayjs-page.ts';
import { rollbackNetcode } from './rollback-netcode.ts';
import { telegraph } from './telegraph.ts';

const folder = join(top, 'netcode/lab/bench');
/** Inside node_modules, so that nobody takes it for a source. */
const bundleFolder = join(folder, 'node_modules/.bench');

/** Loads the libraries to measure against, and installs them first where they are missing. */
export async function loadOthers(): Promise<readonly Library[]> {
  const { dependencies } = readJson(join(folder, 'package.json'));
  const names = Object.keys(dependencies ?? {});
  if (names.some((name) => installedVersion(name) !== dependencies?.[name])) await install(names);
  const load = createRequire(join(folder, 'package.json'));
  const version = (name: string): string => installedVersion(name) ?? 'unknown';
  const bundled = join(bundleFolder, `telegraph-${version('@tboyt/telegraph')}.mjs`);
  if (!existsSync(bundled)) await bundleTelegraph(bundled);
  // The three factories state the parts they use; a library that changed would fail at once in the engine suite's check.
  return [
    rollbackNetcode(await import(entryOf('rollback-netcode')), version('rollback-netcode')),
    withPage(() => netplayjs(load('netplayjs/dist/netplay.min.js'), load('msgpack-lite'), version('netplayjs'))),
    telegraph(await import(pathToFileURL(bundled).href), version('@tboyt/telegraph')),
  ];
}

function entryOf(name: string): string {
  const { main } = readJson(join(folder, 'node_modules', name, 'package.json'));
  return pathToFileURL(join(folder, 'node_modules', name, main ?? 'index.js')).href;
}

interface Manifest {
  readonly version?: string;
  readonly main?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readJson(path: string): Manifest {
  // A package.json; what is used of it is optional.
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

function installedVersion(name: string): string | undefined {
  const path = join(folder, 'node_modules', name, 'package.json');
  return existsSync(path) ? readJson(path).version : undefined;
}

function install(names: readonly string[]): Promise<void> {
  process.stderr.write(`Installing what to measure against (${names.join(', ')}) …\n`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [program, all] = npm === undefined ? ['npm', args] : [process.execPath, [npm, ...args]];
  const windowsScript = npm === undefined && process.platform === 'win32';
  return new Promise((done, failed) => {
    const child = spawn(program, all, { cwd: folder, shell: windowsScript, stdio: ['ignore', 2, 2] });
    child.once('error', failed);
    child.once('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`The libraries to measure against could not be installed (npm exit code ${code}): check the network.`));
    });
  });
}

interface Vite {
  build(config: object): Promise<unknown>;
}

/** Telegraph is published as ES modules that Node can't resolve (no extensions, no "type"), so it is bundled once. */
async function bundleTelegraph(file: string): Promise<void> {
  process.stderr.write('Bundling @tboyt/telegraph …\n');
  const require = createRequire(join(top, 'package.json'));
  const { build }: Vite = await import(pathToFileURL(require.resolve('vite')).href);
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: {
      lib: {
        entry: join(folder, 'node_modules/@tboyt/telegraph/dist/index.js'),
        formats: ['es'],
        fileName: () => file.slice(bundleFolder.length + 1),
      },
      outDir: bundleFolder,
      minify: false,
    },
  });
}
