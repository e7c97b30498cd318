/**
 * Gives directives of a configuration file other values, so that the very file that is deployed can be started in a test.
 *
 * @param text lines of `name value` or `name=value`
 * @param values by name; undefined takes the line out
 * @throws Error when the file has no such directive, or several
 */
export function withDirectives(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const lines = text.split('\n');
  for (const [name, value] of Object.entries(values)) {
    const at = lines.flatMap((line, index) => (/^[\w-]+/.exec(line)?.[0] === name ? [index] : []));
    const [index] = at;
    if (index === undefined || at.length > 1) throw new Error(`The configuration has ${at.length} lines “${name}”, not one.`);
    const separator = lines[index]?.[name.length] ?? ' ';
    if (value === undefined) lines.splice(index, 1);
    else lines[index] = `${name}${separator}${value}`;
  }
  return lines.join('\n');
}
