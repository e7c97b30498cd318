import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { top } from '../../../electron/launch/top.ts';
import type { HeapReport } from './heap-child.ts';

/** MB of new space a half, from the start: several times what 100,000 ticks of 100 bytes would need, so that no collection runs. */
const SEMI_SPACE_MB = 64;

export type { HeapReport };

/** What can be measured: the engine's ticks alone, or whole ticks of two sessions. */
export type HeapSubject = 'engine' | 'session';

/** How much ticks of ours leave on the heap, measured in a process of its own. */
export function measureHeapGrowth(subject: HeapSubject): Promise<HeapReport> {
  const flags = [`--min-semi-space-size=${SEMI_SPACE_MB}`, `--max-semi-space-size=${SEMI_SPACE_MB}`];
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...flags, join(top, 'dist/bench/heap-child.js'), subject], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', failed);
    child.once('close', (code) => {
      // Written by heap-child.ts.
      if (code === 0) done(JSON.parse(output) as HeapReport);
      else failed(new Error(`The measurement of heap growth failed with exit code ${code}.`));
    });
  });
}
