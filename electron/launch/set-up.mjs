import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedMatches, sourcesHash } from './fresh.mjs';
import { buildWithVite, run } from './vite-build.mjs';

const top = resolve(import.meta.dirname, '../..');
const stampFile = join(top, 'dist/.sources');

/** What each command runs once everything is built, below `dist/`. */
const commands = {
  start: 'launch/start.js',
  test: 'launch/test.js',
  check: 'launch/test.js',
  e2e: 'launch/e2e.js',
  demo: 'demo/main.js',
  simulate: 'simulate/main.js',
  fuzz: 'fuzz/main.js',
  bench: 'bench/main.js',
  mutate: 'launch/mutate.js',
  package: 'launch/package.js',
  'package:netcode': 'launch/package-netcode.js',
};

/** Printed while npm is silent, so that nobody takes a slow network for a crash. */
const progressEveryMs = 5_000;

/**
 * Installs and builds what is out of date, then runs a command in this process. Sets the exit code; never rejects.
 * @param {string | undefined} name one of the commands above
 * @param {readonly string[]} args handed to the command
 */
export async function setUpAndRun(name, args) {
  const script = name === undefined ? undefined : commands[name];
  if (script === undefined) {
    console.error(`Unknown command ${name}. There is: ${Object.keys(commands).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  try {
    await install();
    await build(name === 'package');
  } catch (error) {
    console.error(error.message);
    // A build that fails is a failed check like any other, and readers of the last line must see it.
    if (name === 'test' || name === 'check') console.log('0 passed, 1 failed');
    process.exitCode = 1;
    return;
  }
  const path = join(top, 'dist', script);
  process.argv = [process.argv[0], path, ...(name === 'check' ? ['--fast'] : []), ...args];
  await import(pathToFileURL(path).href);
}

/** Runs `npm ci` unless node_modules already is what the lock file says. */
async function install() {
  const lock = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8'));
  const installedFile = join(top, 'node_modules/.package-lock.json');
  if (existsSync(installedFile) && installedMatches(lock, JSON.parse(readFileSync(installedFile, 'utf8')))) return;
  const began = Date.now();
  say(`Installing the ${Object.keys(lock.packages).length - 1} packages of the lock file …`);
  const timer = setInterval(() => say(`  … still installing, ${Math.round((Date.now() - began) / 1000)} s`), progressEveryMs);
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    // npm tells its own place to what it starts; without it, look on the PATH, where Windows has a script that needs a shell.
    const npm = process.env.npm_execpath;
    if (npm === undefined) await run('npm', args, top, process.platform === 'win32');
    else await run(process.execPath, [npm, ...args], top, false);
  } catch (error) {
    throw new Error(`The packages could not be installed (${error.message}): check the network, then run the command again.`, {
      cause: error,
    });
  } finally {
    clearInterval(timer);
  }
  say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

/**
 * Builds into dist/ unless it was built from exactly these sources.
 * @param {boolean} clean start from an empty dist/, so that nothing old is shipped
 */
async function build(clean) {
  const hash = sourcesHash(top);
  if (!clean && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return;
  say('Building …');
  rmSync(clean ? join(top, 'dist') : stampFile, { recursive: true, force: true });
  try {
    await buildWithVite(top);
  } catch (error) {
    throw new Error(`The build failed (${error.message}); what is wrong stands above.`, { cause: error });
  }
  writeFileSync(stampFile, hash);
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
