import { describe, expect, it } from 'vitest';
import { figuresOf, PATTERNS, type Pattern, type PatternFigures } from './pattern.ts';
import { playPattern } from './pattern-run.ts';
import recorded from './recordings.json';

/** Of a pattern that is recorded once; with as many more for each further round the model is as certain as the recording, and more. */
const SEEDS = 24;
/** What the model may differ by, of the larger one; and where there is next to nothing, in shares and in ms. */
const TOLERANCE = 0.2;
const LEAST_SHARE = 0.005;
const LEAST_MS = 10;
/** For a machine that has other things to do: nothing here measures time. */
const TIMEOUT_MS = 300_000;
const FIGURES = ['arrived', 'medianGapMs', 'p99GapMs', 'longGaps', 'blocked', 'recoveryMs', 'messageMs'] as const;

describe('the model of SCTP does what was recorded between two windows', () => {
  const cases: readonly { readonly pattern: Pattern; readonly windows: PatternFigures }[] = recorded.recordings;

  it('over every pattern', () => {
    expect(cases.map(({ pattern }) => pattern)).toEqual(PATTERNS);
  });

  it.each(cases)(
    '$pattern.packetsPerSecond packets/s at $pattern.rttMs ms, $pattern.lossPercent %, bursts of $pattern.burstMs ms, sent again $pattern.resends times',
    { timeout: TIMEOUT_MS },
    ({ pattern, windows }) => {
      const logs = Array.from({ length: SEEDS * pattern.rounds }, (_, seed) => playPattern(pattern, seed + 1)).flat();
      const model = figuresOf(logs);
      const differing = FIGURES.filter((figure) => {
        const least = figure.endsWith('Ms') ? LEAST_MS : LEAST_SHARE;
        return Math.abs(model[figure] - windows[figure]) > Math.max(least, TOLERANCE * Math.max(model[figure], windows[figure]));
      });
      expect(differing, JSON.stringify({ windows, model })).toEqual([]);
    },
  );
});
