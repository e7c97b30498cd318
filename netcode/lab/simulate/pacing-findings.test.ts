import { expect, test as it } from 'vitest';
import { runPacing } from '../clocks/pacing-run.ts';
import { clockReport } from './clock-report.ts';
import { machineFindings } from './machine-findings.ts';
import { pacingRow, predictedWaitingShare } from './pacing-findings.ts';
import { pacingSvg } from './pacing-plot.ts';

it("by theory nobody waits within the reach of pacing, and beyond it all but the slower side's share does", () => {
  expect(predictedWaitingShare(1.1)).toBe(0);
  expect(predictedWaitingShare(2)).toBeCloseTo(1 - 1.05 / 0.95 / 2, 9);
});

it('a run becomes a row, a line of the report and a picture', () => {
  const run = runPacing([1, 2], 30, 1);
  const row = pacingRow([1, 2], run);
  expect(row).toMatchObject({ clockRates: [1, 2], ratio: 2, worstUnconfirmedTicks: 120, outages: 0 });
  expect(row.worstAdvantageTicks).toBeGreaterThan(100);
  expect(Math.abs(row.waitingShare - row.predictedWaitingShare)).toBeLessThan(0.05);
  expect(clockReport(machineFindings(1, 1), [row])).toContain('1 : 2');
  const svg = pacingSvg([row], [{ name: '1 : 2', run }]);
  expect(svg).toContain('1 : 2');
  expect(svg).not.toContain('NaN');
});

it('a share by theory is not claimed of a match that froze', () => {
  const row = pacingRow([1, 40], runPacing([1, 40], 20, 1));
  expect(row.outages).toBeGreaterThan(0);
  expect(clockReport(machineFindings(1, 1), [row])).toMatch(/1 : 40 .* – {2,}\d+$/);
});
