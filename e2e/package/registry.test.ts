import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { npm } from './pack.ts';
import { Project, STATE } from './project.ts';

/** Whether the registry answers. CI has to have it. */
function online(): boolean {
  if (process.env['CI'] !== undefined) return true;
  try {
    execFileSync('npm', ['view', 'node', 'name', '--fetch-retries=0', '--prefer-online'], {
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
    return true;
  } catch {
    return false;
  }
}

let project: Project;

afterEach(() => project.remove());

const install = (...packages: readonly string[]): string =>
  npm(['install', '--no-audit', '--no-fund', '--loglevel=error', project.tarball, ...packages], project.folder);

describe.skipIf(!online())('the package installed by npm', () => {
  // The oldest Node that it supports, and the newest of each version.
  it.each(['20.19.0', '22', '24'])('plays on Node %s, imported and required', (version) => {
    project = new Project();
    install(`node@${version}`);
    const node = join(project.folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
    expect(project.play(project.strip('esm'), node)).toMatch(STATE);
    expect(project.play(project.strip('cjs'), node)).toMatch(STATE);
  });

  it('compiles with an older TypeScript', () => {
    project = new Project();
    install('typescript@5.8');
    const compiler = join(project.folder, 'node_modules/typescript');
    expect(project.compile({ module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2020'], outDir: 'next' }, compiler)).toBe('');
    expect(project.play('next/print.js')).toMatch(STATE);
  });
});
