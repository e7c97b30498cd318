import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { top } from '../../electron/launch/top.ts';

/** A change that was tried. Lines and columns from 1. */
interface TriedMutant {
  readonly fileName: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
}

/** What a run leaves of one change: which, and what became of it. */
export interface KeptMutant {
  readonly name: string;
  readonly status: string;
}

/** Not below `dist/mutate`, which Stryker deletes. */
const file = join(top, 'dist/mutants.jsonl');

/**
 * Reads what an earlier run has tried, so that a run that was broken off resumes.
 * @param heading which sources and which sample; what is kept under another one is deleted
 */
export function readKeptMutants(heading: string): readonly KeptMutant[] {
  mkdirSync(join(top, 'dist'), { recursive: true });
  const [kept, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // What follows the last line's end is a line that was cut off, or nothing.
  const whole = kept === heading ? lines.slice(0, -1) : [];
  writeFileSync(file, [heading, ...whole, ''].join('\n'));
  // This file's own lines.
  return whole.map((line) => JSON.parse(line) as KeptMutant);
}

/**
 * Names a change: file, range as Stryker's `mutate` takes it, kind, and what stands there instead.
 * @param from the number of the first line and of the first column: 0 in what is planned, 1 in what was tried
 */
export function nameOf({ fileName, location, mutatorName, replacement = '' }: Omit<TriedMutant, 'status'>, from: 0 | 1): string {
  const [start, end] = [location.start, location.end].map(({ line, column }) => `${line + 1 - from}:${column - from}`);
  return `${relative(top, resolve(top, fileName)).replaceAll('\\', '/')}:${start}-${end} ${mutatorName} → ${replacement}`;
}

/** Whether no test noticed a change. */
export function isUnnoticed({ status }: KeptMutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

/** Keeps every result as it comes and prints the changes that no test noticed. */
const reporter = {
  onMutantTested(mutant: TriedMutant): void {
    const kept: KeptMutant = { name: nameOf(mutant, 1), status: mutant.status };
    appendFileSync(file, `${JSON.stringify(kept)}\n`);
    if (isUnnoticed(kept)) console.log(`${kept.status}: ${kept.name}`);
  },
};

/** Stryker looks for this name in a plugin. */
export const strykerPlugins = [{ kind: 'Reporter', name: 'kept', value: reporter }];
