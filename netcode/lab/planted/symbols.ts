import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { top } from '../../../electron/launch/top.ts';

const netcode = join(top, 'netcode');

/** Where the text of a symbol stands. */
export interface SymbolPlace {
  /** Absolute. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

type Parsed = ReturnType<typeof parseSync>['program']['body'][number];

/** Every symbol of a source: functions and constants by their names, what a class has as `Class.member`, private as `Class.#member`. */
function* symbolsOf(file: string, source: string): Generator<[string, SymbolPlace]> {
  for (const statement of parseSync(file, source).program.body) {
    const exported = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (exported !== null) yield* declared(file, exported);
  }
}

function* declared(file: string, node: Parsed | NonNullable<Extract<Parsed, { type: 'ExportNamedDeclaration' }>['declaration']>) {
  const at = ({ start, end }: { readonly start: number; readonly end: number }): SymbolPlace => ({ file, start, end });
  if (node.type === 'FunctionDeclaration') yield [node.id?.name ?? '', at(node)] as [string, SymbolPlace];
  else if (node.type === 'VariableDeclaration') {
    for (const { id } of node.declarations) if (id.type === 'Identifier') yield [id.name, at(node)] as [string, SymbolPlace];
  } else if (node.type === 'ClassDeclaration') {
    for (const member of node.body.body) {
      if (!('key' in member)) continue;
      const { key } = member;
      const name = key.type === 'PrivateIdentifier' ? `#${key.name}` : key.type === 'Identifier' ? key.name : '';
      yield [`${node.id?.name}.${name}`, at(member)] as [string, SymbolPlace];
    }
  }
}

/** All symbols of the netcode and its lab, wherever they stand; what has a name that is used twice has two places. */
export function allSymbols(): ReadonlyMap<string, readonly SymbolPlace[]> {
  const all = new Map<string, SymbolPlace[]>();
  for (const name of readdirSync(netcode, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || /\.(test|d)\.ts$/.test(name)) continue;
    const file = join(netcode, name);
    for (const [symbol, place] of symbolsOf(file, readFileSync(file, 'utf8'))) all.set(symbol, [...(all.get(symbol) ?? []), place]);
  }
  return all;
}
