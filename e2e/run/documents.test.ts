import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { top } from '../../electron/launch/top.ts';

const FOLDERS = ['.ci', '.github', 'assets', 'e2e', 'electron', 'netcode', 'renderer'];
const documents = readdirSync(top).filter((name) => name.endsWith('.md'));

const files = [
  ...readdirSync(top),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
];

/** Code spans that name a place of the tree: by a folder at the top, or by the ending of a source. Other files are made at run time. */
function placesIn(text: string): string[] {
  const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([\w.@/-]+)`/g)].map(([, span]) => span!);
  return spans.filter((span) => FOLDERS.some((folder) => span.startsWith(`${folder}/`)) || /\.(ts|tsx|mjs|css|grit|md|hex)$/.test(span));
}

/** Whether a place is there; a file may be named without its folder. */
const isThere = (place: string): boolean => existsSync(join(top, place)) || files.some((file) => file.endsWith(`/${place}`));

/** Links to files, without what follows a `#`. */
const linksIn = (text: string): string[] => [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(top, document), 'utf8');

  it('names files and folders that are there', () => {
    expect(placesIn(text).filter((place) => !isThere(place))).toEqual([]);
  });

  it('links to files that are there', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(top, link)))).toEqual([]);
  });
});

it('finds a file that is not there', () => {
  const places = placesIn('In `session/attic.ts`, `netcode/attic/`, `settings.json` and `netcode/session/session.ts`.');
  expect(places.filter((place) => !isThere(place))).toEqual(['session/attic.ts', 'netcode/attic/']);
});
