import { appendFileSync, promises as fs } from 'node:fs';
import { join } from 'node:path';
import { type DiagnosticsLine, lineText, writtenLine } from '../diagnostics/diagnostics-line.ts';

/** Where the file is renamed to the other name and begun anew: two of these hold some thousand lines each and are nothing to a disk. */
const usualFileBytes = 128 * 1024;

/** Lines kept in memory, which is what is copied: enough for the attempt that failed and the one before it. */
const maxLines = 300;

/** What is read of an earlier run's file, at its end. */
const tailBytes = 32 * 1024;

/** Lines that may come at the same time, and how many a second after that: a flood must not push out what led to it. */
const burstLines = 100;
const linesPerSecond = 5;

/** A line that is one of so many before it is counted instead of written: what is tried again and again fails with a handful of lines in turn. */
const maxRecent = 8;

/** Time, in ms, after which such a line is written again, so that the log tells when it came. */
const recentMs = 600_000;

/** Notes what happened, for whoever looks for a fault. `error` is what was thrown. Never throws. */
export type Note = (area: string, what: string, error?: unknown) => void;

/** What happened lately, in memory and in two files of a profile's folder. */
export interface DiagnosticsLog {
  readonly note: Note;
  /** Takes a line that was made elsewhere; it is redacted once more. */
  take(line: DiagnosticsLine): void;
  /** From now on these words are taken out of every line. */
  hide(words: Iterable<string>): void;
  /** The newest lines, those of an earlier run included, one on each line of text. Never rejects. */
  lines(): Promise<readonly string[]>;
  /** Resolves once all that was noted is in the file, or can't be. Never rejects. */
  written(): Promise<void>;
  /** Notes why the process is about to die, and writes it before this returns. */
  noteLast(area: string, what: string, error: unknown): void;
}

/** What a test does otherwise. */
interface DiagnosticsOptions {
  readonly fileBytes?: number;
  readonly nowMs?: () => number;
}

/** The log of a profile. Its folder is made with the first line. A disk that fails costs the files and nothing else. */
export function openDiagnosticsLog(
  folder: string,
  { fileBytes = usualFileBytes, nowMs = Date.now }: DiagnosticsOptions = {},
): DiagnosticsLog {
  const file = join(folder, 'diagnostics.log');
  const oldFile = join(folder, 'diagnostics-old.log');
  const known = new Set<string>();
  const kept: string[] = [];
  let unwritten: string[] = [];
  let earlier: Promise<readonly string[]> | undefined;
  let writing: Promise<void> | undefined;
  let fileFails = false;
  /** The newest lines that differ, the oldest first: when each was written, and how often it came again since the last count. */
  const recent = new Map<string, { readonly writtenMs: number; repeats: number }>();
  let leftOut = 0;
  let allowance = burstLines;
  let allowedAtMs = nowMs();

  function add(line: DiagnosticsLine): void {
    const written = writtenLine(line);
    kept.push(written);
    if (kept.length > maxLines) kept.shift();
    unwritten.push(written);
    writing ??= write();
  }

  function take({ atMs, area, text }: DiagnosticsLine): void {
    const line = { atMs, area, text: lineText(text, undefined, known) };
    const same = `${area} ${line.text}`;
    const now = nowMs();
    const before = recent.get(same);
    // Also a clock that was put back must not keep it from being written.
    if (before !== undefined && Math.abs(now - before.writtenMs) < recentMs) {
      before.repeats += 1;
      return;
    }
    allowance = Math.min(burstLines, allowance + (Math.max(0, now - allowedAtMs) * linesPerSecond) / 1000);
    allowedAtMs = now;
    if (allowance < 1) {
      leftOut += 1;
      return;
    }
    allowance -= 1;
    countUp(atMs);
    recent.delete(same);
    recent.set(same, { writtenMs: now, repeats: 0 });
    for (const oldest of recent.keys()) {
      if (recent.size > maxRecent) recent.delete(oldest);
    }
    add(line);
  }

  /** Says how often the lines before came again, and what was left out since. */
  function countUp(atMs: number): void {
    for (const [text, line] of recent) {
      if (line.repeats > 0) add({ atMs, area: 'log', text: `${line.repeats} more ${line.repeats === 1 ? 'time' : 'times'}: ${text}` });
      line.repeats = 0;
    }
    if (leftOut > 0) add({ atMs, area: 'log', text: `${leftOut} lines came too fast and were left out` });
    leftOut = 0;
  }

  /** Appends what is not written yet until there is nothing left. */
  async function write(): Promise<void> {
    // Lines that come together are written together.
    await Promise.resolve();
    earlier ??= readEarlier();
    await earlier;
    while (unwritten.length > 0) {
      const lines = unwritten;
      unwritten = [];
      try {
        await append(`${lines.join('\n')}\n`);
        fileFails = false;
      } catch (error) {
        // In memory alone, or every failure would be noted by one more.
        if (!fileFails) kept.push(writtenLine({ atMs: nowMs(), area: 'log', text: lineText('the file cannot be written', error, known) }));
        fileFails = true;
      }
    }
    writing = undefined;
  }

  async function append(text: string): Promise<void> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await fs.stat(file).catch(() => undefined);
    // What is no file, such as a pipe, could keep this waiting forever.
    if (found?.isFile() === false) throw new Error('there is something else in its place');
    if (found !== undefined && found.size + Buffer.byteLength(text) > fileBytes) await fs.rename(file, oldFile);
    await fs.appendFile(file, text, { mode: 0o600 });
  }

  async function readEarlier(): Promise<readonly string[]> {
    try {
      return (await readTail(file)).split('\n').filter((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z [a-z-]+ /.test(line));
    } catch {
      // There is none, or whatever is wrong with it is noted when it is written.
      return [];
    }
  }

  return {
    take,
    note: (area, what, error) => take({ atMs: nowMs(), area, text: lineText(what, error, known) }),
    hide: (words) => {
      for (const word of words) known.add(word);
    },
    lines: async () => {
      countUp(nowMs());
      earlier ??= readEarlier();
      return [...(await earlier), ...kept].slice(-maxLines);
    },
    written: async () => {
      countUp(nowMs());
      await writing;
    },
    noteLast: (area, what, error) => {
      const line = writtenLine({ atMs: nowMs(), area, text: lineText(what, error, known) });
      try {
        appendFileSync(file, `${[...unwritten, line].join('\n')}\n`, { mode: 0o600 });
      } catch {
        // The process dies of something worse.
      }
    },
  };
}

async function readTail(file: string): Promise<string> {
  if (!(await fs.stat(file)).isFile()) return '';
  const handle = await fs.open(file, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes);
    return buffer.toString('utf8', 0, bytesRead).replace(/[^\P{Cc}\n]|\p{Cf}/gu, '');
  } finally {
    await handle.close();
  }
}
