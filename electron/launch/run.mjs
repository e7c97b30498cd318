/**
 * Starts every npm command: `node electron/launch/run.mjs COMMAND [ARGUMENTS]`. Plain JavaScript without dependencies, because it
 * must run before anything is installed or built; it brings both up to date first.
 */
import { readFileSync } from 'node:fs';
import { isOlder } from './node-version.mjs';

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

if (isOlder(process.versions.node, engines.node)) {
  console.error(
    `Paddlewire needs Node ${engines.node.replace('>=', '')} or newer, but this is Node ${process.versions.node}: get a newer one from https://nodejs.org.`,
  );
  process.exitCode = 1;
} else {
  // Not imported above: an older Node could not even parse it.
  void import('./set-up.mjs').then(({ setUpAndRun }) => setUpAndRun(process.argv[2], process.argv.slice(3)));
}
