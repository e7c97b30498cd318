import type { ChildProcess } from 'node:child_process';

/** How a child process came to its end. */
export interface Ended {
  /** Exit code; null when it was killed or could not be started. */
  readonly code: number | null;
  /** True when it was killed because its time was up. */
  readonly timedOut: boolean;
  /** First line that it wrote to a piped stderr and that says something, at most 200 characters. */
  readonly firstError: string;
}

/** Printed while a child is silent, so that nobody takes a slow network for a crash. */
const progressEveryMs = 5_000;

/**
 * Waits for a child process, and kills it when it takes too long. Never rejects.
 *
 * @param child just started
 * @param limitMs time it has
 * @param say gets a line of progress every few seconds
 */
export function waitBounded(child: ChildProcess, limitMs: number, say: (line: string) => void): Promise<Ended> {
  return new Promise((done) => {
    const began = performance.now();
    let timedOut = false;
    let errors = '';
    const progress = setInterval(() => say(`  … ${Math.round((performance.now() - began) / 1000)} s`), progressEveryMs);
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, limitMs);
    const finish = (code: number | null) => {
      clearInterval(progress);
      clearTimeout(limit);
      done({ code, timedOut, firstError: firstSayingLine(errors) });
    };
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errors.length < 10_000) errors += chunk.toString();
    });
    child.once('error', (error) => {
      errors = error.message;
      finish(null);
    });
    // Not `close`: a grandchild that keeps a pipe open would hold it back forever.
    child.once('exit', (code) => finish(code));
  });
}

function firstSayingLine(text: string): string {
  const line = text.split('\n').find((each) => /[a-z]/i.test(each)) ?? 'it said nothing';
  return line.trim().slice(0, 200);
}
