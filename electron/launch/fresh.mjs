import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that the build reads. */
const sources = [
  'assets',
  'e2e',
  'electron',
  'netcode',
  'renderer',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vite.config.mjs',
];

/**
 * Whether an installed tree is what a lock file says. Optional packages may be missing: they are for other platforms.
 * @param {{packages: Record<string, {version?: string, optional?: boolean, devOptional?: boolean}>}} lock package-lock.json
 * @param {{packages: Record<string, {version?: string}>}} installed node_modules/.package-lock.json, which npm writes last
 * @returns {boolean} false when `npm ci` has something to do
 */
export function installedMatches(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const complete = wanted.every(([path, { version, optional, devOptional }]) => {
    const found = installed.packages[path];
    return found === undefined ? optional === true || devOptional === true : found.version === version;
  });
  return complete && Object.keys(installed.packages).every((path) => lock.packages[path] !== undefined);
}

/**
 * One hash over the names and contents of everything that the build reads. Unit tests are not among it.
 * @param {string} top folder of package.json
 * @returns {string} 64 hex digits
 */
export function sourcesHash(top) {
  const hash = createHash('sha256');
  for (const name of sources) addPath(hash, top, name);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} top
 * @param {string} name path below `top`, with forward slashes so that it is the same on every system
 */
function addPath(hash, top, name) {
  const path = join(top, name);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return;
  if (kind.isDirectory()) {
    for (const entry of readdirSync(path).sort()) {
      // Benchmarks and the fuzzer write what they found between two builds.
      if (!['node_modules', 'results', 'corpus', 'regressions'].includes(entry) && !/\.test\.[a-z]+$/.test(entry))
        addPath(hash, top, `${name}/${entry}`);
    }
  } else {
    const content = readFileSync(path);
    hash.update(`${name}\0${content.length}\0`);
    hash.update(content);
  }
}
