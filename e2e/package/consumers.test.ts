import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { top } from '../../electron/launch/top.ts';
import { run } from './pack.ts';
import { Project, STATE } from './project.ts';
import { documents, programsOf } from './snippets.ts';

const modules = join(top, 'node_modules');
let project: Project;

beforeAll(() => {
  project = new Project();
  project.unpack();
});

afterAll(() => project.remove());

/** Minified and gzipped size of what a game gets that imports these names, in bytes. */
async function sizeOf(names: string, entry: string): Promise<number> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `export ${names} from 'paddlewire-netcode${entry}';`, resolveDir: project.folder },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

describe('the package in a project of its own', () => {
  it.each(['esm', 'cjs'] as const)('plays in plain JavaScript: %s', (format) => {
    expect(project.play(project.strip(format))).toMatch(STATE);
  });

  it('compiles with strict TypeScript, NodeNext and the library of ES2020, and plays', () => {
    expect(project.compile({ module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2020'], outDir: 'next' })).toBe('');
    expect(project.play('next/print.js')).toMatch(STATE);
  });

  it('compiles with strict TypeScript for a bundler', () => {
    expect(project.compile({ module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2022', 'DOM'], noEmit: true })).toBe('');
  });

  it.each(documents)('has programs in its documents that compile and run when they are pasted: %s', (document) => {
    const names = programsOf(document).map((program, index) => {
      const name = `${document.replaceAll(/\W/g, '-')}-${index}`;
      project.write(`${name}.ts`, program);
      return name;
    });
    const settings = { target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2022', 'DOM'], outDir: 'pasted' };
    const files = names.map((name) => `${name}.ts`);
    expect(project.compile(settings, undefined, files)).toBe('');
    for (const name of names) expect(project.run(process.execPath, [`pasted/${name}.js`])).not.toContain('undefined');
  });

  it('is built by Vite', async () => {
    const root = project.folder;
    const rolldownOptions = { input: join(root, 'print.ts'), output: { entryFileNames: 'print.js' } };
    const build = { outDir: join(root, 'vite'), modulePreload: { polyfill: false }, rolldownOptions };
    await vite({ root, configFile: false, logLevel: 'error', build });
    expect(project.play('vite/print.js')).toMatch(STATE);
  });

  it('is bundled by esbuild', async () => {
    const entry = join(project.folder, 'print.ts');
    await esbuild.build({ entryPoints: [entry], bundle: true, format: 'esm', outfile: join(project.folder, 'esbuild/print.js') });
    expect(project.play('esbuild/print.js')).toMatch(STATE);
  });

  it('has what package.json says, for every kind of resolution that it supports', () => {
    const place = join(project.folder, 'node_modules/paddlewire-netcode');
    expect(run(process.execPath, [join(modules, 'publint/src/cli.js'), place, '--strict'])).toContain('All good!');
    // Not for the resolution of before 2020, which knows no entries. Node requires modules since 20.19, which the second rule doesn't know.
    const rules = ['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'];
    const attw = join(modules, '@arethetypeswrong/cli/dist/index.js');
    expect(run(process.execPath, [attw, project.tarball, '--no-emoji', ...rules])).toContain('paddlewire-netcode/table');
  });

  it('holds no Pong, no lab and no tests', () => {
    const names = project.run('tar', ['-tzf', project.tarball.slice(project.folder.length + 1)]).split('\n');
    expect(names).toEqual(expect.arrayContaining(['package/entries/rollback.d.ts', 'package/LICENSE', 'package/README.md']));
    expect(names.filter((name) => /^package\/(pong|lab)\/|\.test\./.test(name))).toEqual([]);
  });

  it.each([
    ['{ Rollback }', '', 2000],
    ['{ Session }', '/session', 24_500],
    ['{ Table }', '/table', 35_400],
  ])('is not larger than its document says: %s%s, %i bytes', async (names, entry, limit) => {
    expect(await sizeOf(names, entry)).toBeLessThanOrEqual(limit);
  });
});
