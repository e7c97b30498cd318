import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { top } from '../../electron/launch/top.ts';

/** netcode/package.json, as far as it is read here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly scripts?: unknown;
  /** In the tree each entry is its source, so that the app needs no build of the package. */
  readonly exports: Readonly<Record<string, string>>;
}

const source = join(top, 'netcode');

/** What goes into the package as it is. */
const documents = ['README.md', 'CHANGELOG.md', 'docs', 'examples'];

/** The compiler leaves `.ts` in the imports of declarations, which other compilers would look for. */
const importOfSource = /((?:from|import\() ?'\.[^']*)\.ts'/g;

/**
 * Builds the package `paddlewire-netcode` and packs it, as it is published.
 * @param into folder for the tarball; made if it is not there
 * @returns path of the tarball
 * @throws Error when the compiler or npm fails, with what they printed
 */
export function packNetcode(into: string): string {
  const stage = mkdtempSync(join(tmpdir(), 'paddlewire-netcode-'));
  try {
    run(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', join(source, 'tsconfig.package.json'), '--outDir', stage]);
    for (const name of readdirSync(stage, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.d.ts')) continue;
      const file = join(stage, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(importOfSource, "$1.js'"));
    }
    for (const name of documents) {
      if (existsSync(join(source, name)))
        cpSync(join(source, name), join(stage, name), { recursive: true, filter: (path) => !path.includes('.test.') });
    }
    cpSync(join(top, 'LICENSE'), join(stage, 'LICENSE'));
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(published(), undefined, 2)}\n`);
    mkdirSync(into, { recursive: true });
    const [made] = JSON.parse(npm(['pack', '--json', '--pack-destination', into], stage)) as [{ readonly filename: string }];
    return resolve(into, made.filename);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The manifest with each entry as what was compiled from it. */
function published(): object {
  const { private: _private, scripts: _scripts, ...manifest } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.entries(manifest.exports).map(([entry, file]) => {
    const compiled = file.replace(/\.ts$/, '');
    return [entry, { types: `${compiled}.d.ts`, default: `${compiled}.js` }];
  });
  return { ...manifest, exports: { ...Object.fromEntries(entries), './package.json': './package.json' } };
}

/** Runs npm without a shell where its place is known, as it is below every npm command. @returns what it printed */
export function npm(args: readonly string[], cwd: string): string {
  const { npm_execpath: script } = process.env;
  return script === undefined ? run('npm', args, cwd, process.platform === 'win32') : run(process.execPath, [script, ...args], cwd);
}

/** @returns what the program printed. @throws Error with all of its output when it fails */
export function run(program: string, args: readonly string[], cwd = top, shell = false): string {
  try {
    return execFileSync(program, args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${[program, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
