import { redacted } from './redaction.ts';

/** One thing that happened, as the diagnostics log has it. */
export interface DiagnosticsLine {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Part of the program, 1 to 16 of a-z and -. */
  readonly area: string;
  /** One line, already redacted. */
  readonly text: string;
}

/** Longest text of a line, in characters: a sentence and an error's message. */
export const maxLineChars = 400;

/** Areas that a line may have. */
export const areaPattern = /^[a-z-]{1,16}$/;

/** What becomes the text of a line: what happened and why, on one line and redacted. */
export function lineText(what: string, error: unknown, known: Iterable<string> = []): string {
  const whole = error === undefined ? what : `${what}: ${reasonOf(error)}`;
  return redacted(whole.replace(/\s*[\n\r\u2028\u2029]+\s*/g, ' | '), known).slice(0, maxLineChars);
}

/** A line as it stands in the file. */
export function writtenLine({ atMs, area, text }: DiagnosticsLine): string {
  return `${new Date(atMs).toISOString()} ${area} ${text}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  // What a browser throws says by its name alone which error it is.
  return name === 'Error' || message.startsWith(name) ? message : `${name}: ${message}`;
}
