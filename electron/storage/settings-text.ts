/** The fields that a settings file has, whatever they are worth. */
export interface FieldsRead {
  readonly fields: Record<string, unknown>;
  /** Whether there is more in it than fields, comments, which would be lost when it is written. */
  readonly hasComments: boolean;
}

/** Text of a file in whichever encoding an editor has given it: UTF-8 and UTF-16 with or without a mark, else the one of Western Windows. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // Every text that begins with ASCII shows by its zeros which half of UTF-16's units comes first.
  const utf16 =
    (first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && bytes[3] === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && bytes[2] === 0)
        ? 'utf-16be'
        : undefined;
  // Each drops the mark.
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // That it is no UTF-8 is all that this says.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The fields in a settings file's text: JSON, with comments and commas too many as people write it. A string is what is wrong, as the end of “settings.json …”. */
export function readFields(text: string): FieldsRead | string {
  if (/^[\s\0\ufeff]*$/.test(text)) return text.includes('\0') ? 'contains only zeros, as after a power cut' : 'is empty';
  let value: unknown;
  let hasComments = false;
  try {
    value = JSON.parse(text);
  } catch (strict) {
    const plain = withoutComments(text);
    hasComments = plain.hasComments;
    try {
      value = JSON.parse(plain.text);
    } catch (error) {
      return `is not valid JSON${placeIn(plain.text, error) || placeIn(text, strict)}`;
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must contain one object in { }';
  // An object that came from JSON has names for keys, and nothing else was let through.
  return { fields: value as Record<string, unknown>, hasComments };
}

/** Strings, which stay whatever is in them; comments; commas before a closing bracket. Comments become blanks, so that places in the text stay. */
function withoutComments(text: string): { readonly text: string; readonly hasComments: boolean } {
  let hasComments = false;
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => {
    if (part.startsWith('"')) return part;
    hasComments = true;
    return part.replace(/[^\n]/g, ' ');
  });
  return { text: bare.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? ' ' : part)), hasComments };
}

/** Where the parser stopped, without what stands there: it may be a password. */
function placeIn(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (/end of JSON|Unterminated/i.test(message) || Number(position) >= text.trimEnd().length) return ': its end is missing';
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: see line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`;
}
