import { findChromium } from '../../electron/launch/chromium-binary.ts';
import { figuresOf, PATTERNS, type Pattern, type PatternFigures, type PatternLog } from '../../netcode/lab/sctp/pattern.ts';
import { playPattern } from '../../netcode/lab/sctp/pattern-run.ts';
import { SctpRecorder } from './sctp-recorder.ts';

/** Of the model, for each round of a recording. */
const SEEDS = 24;
/** Between the seeds of two rounds: a recording has one for each of its connections. */
const APART = 100;

/** What `--suite=sctp` prints: what plain data channels of two real pages did, and what the model of them does. */
export interface SctpResult {
  readonly chromium: string;
  readonly recordings: readonly { readonly pattern: Pattern; readonly windows: PatternFigures; readonly model: PatternFigures }[];
}

/** Records every pattern between two pages of a real Chromium, and plays it over the model. */
export async function sctpSuite(): Promise<SctpResult> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine, and this suite opens pages of it.');
  const recorder = await SctpRecorder.open(executable);
  try {
    const recordings: SctpResult['recordings'][number][] = [];
    let round = 0;
    for (const pattern of PATTERNS) {
      const logs: PatternLog[] = [];
      for (let left = pattern.rounds; left > 0; left--) logs.push(...(await recorder.record(pattern, ++round * APART)));
      const windows = figuresOf(logs);
      const model = figuresOf(Array.from({ length: SEEDS * pattern.rounds }, (_, seed) => playPattern(pattern, seed + 1)).flat());
      process.stderr.write(`${JSON.stringify({ pattern, windows, model })}\n`);
      recordings.push({ pattern, windows, model });
    }
    return { chromium: recorder.version, recordings };
  } finally {
    await recorder.close();
  }
}
