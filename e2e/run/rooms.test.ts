import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { top } from '../../electron/launch/top.ts';

interface Room {
  readonly path: string;
  /** Beginnings of what it may import; undefined when it may import everything. */
  readonly allowed: readonly string[] | undefined;
}

const spans = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);

/** The table of rooms in ARCHITECTURE.md. */
function readRooms(text: string): Room[] {
  const table = text.slice(text.indexOf('## The map'), text.indexOf('## The way of one tick'));
  const rows = table.split('\n').filter((line) => /^\| `/.test(line));
  return rows.flatMap((row) => {
    const [, names = '', , rule = ''] = row.split('|');
    const allowed = rule.trim() === 'everything' ? undefined : spans(rule);
    return spans(names).map((path) => ({ path, allowed }));
  });
}

const roomOf = (rooms: readonly Room[], file: string): Room | undefined =>
  rooms.filter(({ path }) => (path.endsWith('/') ? file.startsWith(path) : file === path)).sort((a, b) => b.path.length - a.path.length)[0];

/** What a file imports: files from the top of the tree, modules by their names. */
function importsOf(file: string, source: string): string[] {
  const found = source.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, to]) => (to!.startsWith('.') ? posix.join(posix.dirname(file), to!) : to!));
}

/** Imports that the table does not allow. */
function trespasses(rooms: readonly Room[], file: string, source: string): string[] {
  const room = roomOf(rooms, file);
  if (room === undefined) return [`${file} is in no room of ARCHITECTURE.md`];
  const { allowed } = room;
  if (allowed === undefined) return [];
  return importsOf(file, source)
    .filter((to) => {
      if (roomOf(rooms, to) === room) return false;
      const module = builtinModules.includes(to) ? `node:${to}` : to;
      return !allowed.some((start) =>
        /[/:]$/.test(start) ? module.startsWith(start) : module === start || module.startsWith(`${start}/`),
      );
    })
    .map((to) => `${file} imports ${to}`);
}

const rooms = readRooms(readFileSync(join(top, 'ARCHITECTURE.md'), 'utf8'));

const sources = ['netcode', 'electron', 'renderer', 'e2e']
  .flatMap((layer) =>
    readdirSync(join(top, layer), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(layer, name.replaceAll('\\', '/'))),
  )
  // Tests and what only they use may reach further; the compiler's settings hold for none of them either.
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/(\.test\.|\.d\.ts$|-fixture\.)/.test(file) && !file.includes('node_modules/'));

describe('rooms', () => {
  it('no file imports what its row of ARCHITECTURE.md does not name', () => {
    const found = sources.flatMap((file) => trespasses(rooms, file, readFileSync(join(top, file), 'utf8')));
    expect(found).toEqual([]);
  });

  it('every row is a room that is there', () => {
    const empty = rooms.filter(({ path }) => !sources.some((file) => file.startsWith(path)));
    expect(empty).toEqual([]);
  });

  it.each([
    ['netcode/rollback/rollback.ts', "import { Session } from '../session/session.ts';"],
    ['netcode/session/session.ts', "import type { Table } from '../table/table.ts';"],
    ['netcode/wire/bytes.ts', "import { readFileSync } from 'node:fs';"],
    ['netcode/wire/bytes.ts', "import { readFileSync } from 'fs';"],
    ['electron/storage/match-log.ts', "import { app } from 'electron';"],
    ['renderer/match/ticker.ts', "import { services } from '../../electron/app/services.ts';"],
    ['renderer/match/ticker.ts', "import { Session } from '../../netcode/session/session.ts';"],
    ['electron/storage/match-log.ts', "import { Table } from 'paddlewire-netcode/table';"],
    ['renderer/court/court.ts', "const later = await import('../screens/app.tsx');"],
    ['netcode/attic/new.ts', ''],
  ])('%s may not say: %s', (file, source) => {
    expect(trespasses(rooms, file, source)).toHaveLength(1);
  });
});
