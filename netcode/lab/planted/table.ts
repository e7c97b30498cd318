import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../../../electron/launch/top.ts';
import type { Find } from './plant.ts';

/** Seeds that the lab may take for a bug. */
export const MOST_SEEDS = 1000;

/** The head of the table of planted bugs, as Markdown. */
export const TABLE_HEAD = '| bug | seeds until found | by |\n| --- | --- | --- |';

/** A bug's row. */
export function row(name: string, { seeds, invariant }: Find): string {
  return `| ${name} | ${seeds} | \`${invariant}\` |`;
}

/** What the lab's README says about each bug: after how many seeds it was found. */
export function recordedSeeds(): ReadonlyMap<string, number> {
  const readme = readFileSync(join(top, 'netcode/lab/README.md'), 'utf8');
  const rows = readme.matchAll(/^\| (?<name>.+?) +\| (?<seeds>\d+) +\| `\w+` +\|$/gm);
  return new Map([...rows].map(({ groups }) => [groups?.['name'] ?? '', Number(groups?.['seeds'])]));
}
