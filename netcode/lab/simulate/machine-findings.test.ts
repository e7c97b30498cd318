import { expect, test as it } from 'vitest';
import { clockReport } from './clock-report.ts';
import { machineFindings } from './machine-findings.ts';
import { machinesSvg } from './machines-plot.ts';

/** Two long runs of each setting. */
const SEEDS = 100;

it('the same seeds give the same table, text and picture, and others give others', () => {
  const findings = machineFindings(SEEDS, 1);
  const again = machineFindings(SEEDS, 1);
  expect(again).toEqual(findings);
  expect(clockReport(again, [])).toBe(clockReport(findings, []));
  expect(machinesSvg(again, 1)).toBe(machinesSvg(findings, 1));
  expect(machineFindings(SEEDS, 2).minutes).not.toEqual(findings.minutes);
});

it('theory calls every combination of rates rightly, and the rule of thumb only those with one fast machine', () => {
  const { rule } = machineFindings(SEEDS, 7);
  expect(rule).toMatchObject({
    combinations: 56,
    growing: 12,
    critical: ['1·1·5', '1·2·4', '1·3·3', '2·6·6'],
    theoryWrong: [],
    underFifthWrong: ['1·2·5', '1·3·4', '1·3·5', '1·4·4', '1·4·5', '1·5·5'],
    fifthAtMostWrong: ['1·3·4', '1·4·4'],
  });
});

it('the clock of a slow machine jumps far, those of machines alike by one or two', () => {
  const { minutes } = machineFindings(SEEDS * 5, 1);
  const [farthest, closest] = [minutes[0]!, minutes.at(-1)!];
  expect([farthest.slowToFast, closest.slowToFast]).toEqual(['under 1/5', '3/4 to 1']);
  expect(farthest.jumpP90).toBeGreaterThanOrEqual(7);
  expect(closest.jumpP90).toBeLessThanOrEqual(2);
  expect(farthest.drift).toBeGreaterThan(20 * closest.drift);
});

it('one seed is enough for a table and a picture', () => {
  const findings = machineFindings(1, 1);
  expect(clockReport(findings, [])).toContain('one minute');
  expect(machinesSvg(findings, 1)).not.toContain('NaN');
});
