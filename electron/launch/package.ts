import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBuildable } from './buildable.ts';
import { findElectron } from './electron-binary.ts';
import { isOnPath } from './path-search.ts';
import { probe } from './probe.ts';
import { top } from './top.ts';
import { folderOfElectron, hasFuses, withoutLinks } from './unpacked-electron.ts';

/** Where electron-builder fetches its tools from. */
const toolsUrl = 'https://github.com/electron-userland/electron-builder-binaries/releases';

/** Settings that only this machine can know, on top of electron-builder.yml. */
function machineSettings(electron: string | undefined, scratch: string): Record<string, unknown> {
  if (electron === undefined) return {};
  const electronDist = withoutLinks(folderOfElectron(electron), scratch);
  if (hasFuses(electron)) return { electronDist };
  console.log('The Electron on this machine has no fuses, so none are set in this package.');
  return { electronDist, electronFuses: null };
}

/** Runs electron-builder. Answers its exit code. */
async function runBuilder(electron: string | undefined, args: readonly string[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'paddlewire-package-'));
  try {
    const config = join(scratch, 'config.json');
    writeFileSync(config, JSON.stringify({ extends: join(top, 'electron-builder.yml'), ...machineSettings(electron, scratch) }));
    const builder = [join(top, 'node_modules/electron-builder/cli.js'), '--config', config, '--publish', 'never', ...args];
    return await new Promise((done) => {
      const child = spawn(process.execPath, builder, { cwd: top, stdio: 'inherit' });
      child.once('error', () => done(1));
      child.once('exit', (code) => done(code ?? 1));
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const unpackedOnly = args.includes('--dir');
const online = (await probe(toolsUrl)) === undefined;
const electron = findElectron();

if (online || (unpackedOnly && electron !== undefined)) {
  // Installers are for several processors, so electron-builder fetches an Electron for each; a folder takes the one that is here.
  process.exitCode = await runBuilder(unpackedOnly ? electron : undefined, args);
  if (process.exitCode === 0) console.log(`\nBuilt into ${join(top, 'release')}.`);
} else {
  console.error(
    unpackedOnly
      ? "Electron's program is not on this machine and github.com can't be reached: set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron."
      : "Packages need tools from github.com, which can't be reached: npm run package -- --dir builds an unpacked folder without them.",
  );
  process.exitCode = 1;
}
console.log('\nWhat this machine can build:');
const wine = isOnPath('wine');
for (const line of describeBuildable({ platform: process.platform, electron: electron !== undefined, online, wine }))
  console.log(`- ${line}`);
