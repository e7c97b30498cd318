import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../../../electron/launch/top.ts';
import { clockReport } from './clock-report.ts';
import { machineFindings } from './machine-findings.ts';
import { machinesSvg } from './machines-plot.ts';
import { CLOCK_RATES, pacingRow, pacingRun } from './pacing-findings.ts';
import { pacingSvg } from './pacing-plot.ts';

/** Below the repository's top. */
const RESULTS = 'e2e/bench/results';
/** Right, 2 % off each as the worst real clocks, beyond what pacing can make up for, and as far apart as the experiment's machines. */
const DRAWN: readonly (readonly [number, number])[] = [
  [1, 1],
  [0.98, 1.02],
  [0.92, 1.08],
  [1, 6],
];

/**
 * The clocks scenario: three machines with Lamport clocks, and our pacing on clocks that differ. Leaves its numbers and pictures beside
 * those of the benchmarks.
 * @param seeds minutes of drawn rates, 1 or more
 * @param from the first seed
 * @returns what to print
 */
export function clocksScenario(seeds: number, from: number, json: boolean): string {
  const machines = machineFindings(seeds, from);
  const runs = CLOCK_RATES.map((clockRates) => ({ clockRates, run: pacingRun(clockRates, from) }));
  const pacing = runs.map(({ clockRates, run }) => pacingRow(clockRates, run));
  const shown = DRAWN.flatMap((rates) => {
    const found = runs.find(({ clockRates }) => clockRates[0] === rates[0] && clockRates[1] === rates[1]);
    return found === undefined ? [] : [{ name: rates.join(' : '), run: found.run }];
  });
  const result = { scenario: 'clocks', seeds, from, ...machines, pacing };
  const folder = join(top, RESULTS);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'clocks.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, 'clocks-machines.svg'), machinesSvg(machines, from));
  writeFileSync(join(folder, 'clocks-pacing.svg'), pacingSvg(pacing, shown));
  if (json) return JSON.stringify(result);
  return `${clockReport(machines, pacing)}\n\nPictures: ${RESULTS}/clocks-machines.svg and ${RESULTS}/clocks-pacing.svg`;
}
