import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { top } from '../../electron/launch/top.ts';
import { packNetcode, run } from './pack.ts';

const modules = join(top, 'node_modules');

/** What the program of a project prints: a tick, and the words of its state. */
export const STATE = /^\d{3} (-?\d+,){7}-?\d+\n$/;

/** A game's project, with the package in it as npm unpacks it. Its program plays a match and prints the state that both sides hold. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'paddlewire-consumer-'));
  readonly tarball: string;
  /** What the first program of this project has printed. */
  #printed: string | undefined;

  constructor() {
    this.tarball = packNetcode(this.folder);
    cpSync(join(top, 'netcode/examples/tanks.ts'), join(this.folder, 'tanks.ts'));
    cpSync(join(import.meta.dirname, 'consumers'), this.folder, { recursive: true });
    this.write('package.json', '{ "name": "game", "type": "module" }');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Does without a network what npm does: unpacks the tarball, and puts its dependencies beside it. */
  unpack(): void {
    const place = join(this.folder, 'node_modules/paddlewire-netcode');
    mkdirSync(place, { recursive: true });
    // Relative, because to some programs of this name a colon in a path is a host.
    this.run('tar', ['-xzf', this.tarball.slice(this.folder.length + 1), '-C', 'node_modules/paddlewire-netcode', '--strip-components=1']);
    const { dependencies } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { readonly dependencies: object };
    for (const name of Object.keys(dependencies)) cpSync(join(modules, name), join(this.folder, 'node_modules', name), { recursive: true });
  }

  /** Writes the program as plain JavaScript that imports, or requires, the package. @returns its file */
  strip(format: 'esm' | 'cjs'): string {
    const extension = format === 'esm' ? 'mjs' : 'cjs';
    for (const name of ['tanks', 'main', 'print']) {
      const { code } = transformSync(readFileSync(join(this.folder, `${name}.ts`), 'utf8'), { loader: 'ts', format });
      this.write(`${name}.${extension}`, code.replaceAll(/(\.\/(?:tanks|main))\.js/g, `$1.${extension}`));
    }
    return `print.${extension}`;
  }

  /**
   * Compiles the program, and what must not compile, with settings of their own.
   * @param compiler folder of TypeScript
   * @param files what else to compile in their place
   * @returns what the compiler says: nothing
   * @throws Error with what it says when it fails
   */
  compile(settings: object, compiler = join(modules, 'typescript'), files: readonly string[] = ['print.ts', 'wrong.ts']): string {
    const compilerOptions = { strict: true, target: 'ES2020', skipLibCheck: false, types: [], ...settings };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    return this.run(process.execPath, [join(compiler, 'bin/tsc')]);
  }

  /** Runs a program of the project. @returns what it printed. @throws Error when it fails */
  run(program: string, args: readonly string[]): string {
    return run(program, args, this.folder);
  }

  /** Runs a script. @returns the state that it played to. @throws Error when it is not the one that the first script played to */
  play(script: string, node = process.execPath): string {
    const printed = this.run(node, [script]);
    this.#printed ??= printed;
    if (printed !== this.#printed) throw new Error(`${script} played to ${printed}, and the first one to ${this.#printed}`);
    return printed;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
