import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, toHex } from './hex.ts';

/** Where inputs are kept: one file a target, one input a line, in hexadecimal. */
export interface Corpus {
  /** Targets of which there are any. */
  names(): readonly string[];
  /** Small inputs that together reach everything that was ever reached. Rewritten by each long run. */
  reaching(target: string): readonly Uint8Array[];
  /** Inputs that broke something once. Only ever added to. */
  regressions(target: string): readonly Uint8Array[];
  writeReaching(target: string, inputs: readonly Uint8Array[]): void;
  addRegression(target: string, input: Uint8Array, why: string): void;
}

/** The corpus in a folder. */
export function openCorpus(folder: string): Corpus {
  const reachingFile = (target: string): string => join(folder, 'corpus', `${target}.hex`);
  const regressionFile = (target: string): string => join(folder, 'regressions', `${target}.hex`);
  return {
    names: () => {
      const files = ['corpus', 'regressions'].flatMap((inner) => readdirSync(join(folder, inner)));
      return [...new Set(files.map((file) => file.replace(/\.hex$/, '')))];
    },
    reaching: (target) => read(reachingFile(target)),
    regressions: (target) => read(regressionFile(target)),
    writeReaching: (target, inputs) => {
      // Shortest first, then by content, so that two runs that found the same leave the same file.
      const lines = inputs.map(toHex).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
      writeFileSync(reachingFile(target), lines.map((line) => `${line}\n`).join(''));
    },
    addRegression: (target, input, why) => {
      const file = regressionFile(target);
      const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const line = `${toHex(input)}\n`;
      if (`\n${before}`.includes(`\n${line}`)) return;
      writeFileSync(file, `${before}# ${why.replace(/\s+/g, ' ').slice(0, 120)}\n${line}`);
    },
  };
}

/** Lines that begin with # say what the next input broke. */
function read(file: string): Uint8Array[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => !line.startsWith('#')).map(fromHex);
}
