import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';

const netcode = join(top, 'netcode');

/** The documents of the package that have programs in them. */
export const documents = ['README.md', ...readdirSync(join(netcode, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => programsOf(name).length > 0,
);

/** The programs of a document: each block that is marked as TypeScript stands for itself. */
export function programsOf(document: string): readonly string[] {
  const text = readFileSync(join(netcode, document), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program = '']) => program);
}
