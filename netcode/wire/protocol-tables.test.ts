import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { controlTable } from './control.ts';
import type { Fields } from './fields.ts';
import { recordTable } from './match-record.ts';
import { snapshotFields } from './snapshot.ts';
import { stateTransferFields } from './state-transfer.ts';

const protocolFile = join(import.meta.dirname, '../../PROTOCOL.md');

/** Rows as a Markdown table, padded as the formatter does. */
function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[], fill: string) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!, fill)).join(' | ')} |`;
  const [head, ...body] = rows.map((row) => line(row, ' '));
  const rule = line(
    widths.map(() => ''),
    '-',
  );
  return [head, rule, ...body].join('\n');
}

const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** One row for each field. */
function fieldRows(fields: Fields): string {
  return markdown([['field', 'type', 'meaning'], ...Object.entries(fields).map(([name, { type, about }]) => [name, type, about])]);
}

/** One row for each kind of message. */
function messageRows({ kinds, fields }: { kinds: Readonly<Record<string, number>>; fields: Readonly<Record<string, Fields>> }): string {
  const rows = Object.entries(kinds).map(([name, kind]) => {
    const parts = Object.entries(fields[name]!).map(([field, { type, about }]) => `${type} ${field}${about === '' ? '' : ` (${about})`}`);
    return [`${kind}`, wordsOf(name), parts.join(' · ')];
  });
  return markdown([['kind', 'name', 'fields after the kind'], ...rows]);
}

const tables: Readonly<Record<string, string>> = {
  control: messageRows(controlTable),
  record: messageRows(recordTable),
  snapshot: fieldRows(snapshotFields),
  'state transfer': fieldRows(stateTransferFields),
};

it('the tables of PROTOCOL.md are those of the code; `npx vitest run netcode/wire/protocol-tables -u` writes them', async () => {
  let text = readFileSync(protocolFile, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const begin = `<!-- fields: ${name} -->\n`;
    const start = text.indexOf(begin) + begin.length;
    const end = text.indexOf('\n<!-- end -->', start);
    expect(text.split(begin), `one place for ${name}`).toHaveLength(2);
    text = `${text.slice(0, start)}\n${table}\n${text.slice(end)}`;
  }
  await expect(text).toMatchFileSnapshot(protocolFile);
});
