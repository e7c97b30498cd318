import { table } from '../bench/table.ts';
import { type DriftRow, type MachineFindings, type MinuteRow, type SharpnessRow, slowToFast, type TripleRow } from './machine-findings.ts';
import type { PacingRow } from './pacing-findings.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function minutes(rows: readonly MinuteRow[]): string {
  return table([
    ['one minute, by slowest/fastest rate', 'runs', 'queue', 'jump mean', '9 of 10 ≤', 'largest', 'drift', 'ticks free to send'],
    ...rows.map(({ slowToFast, runs, queue, jumpMean, jumpP90, jumpMax, drift, freeShare }) => [
      slowToFast,
      ...[runs, queue, jumpMean, jumpP90, jumpMax, drift].map(String),
      percent(freeShare),
    ]),
  ]);
}

function triples(rows: readonly TripleRow[]): string {
  return table([
    [
      'ten minutes',
      'load',
      'theory',
      'growth/s',
      'by theory',
      'slow/fast',
      'jump mean',
      '9 of 10 ≤',
      'drift/s',
      'by theory',
      'free',
      'by theory',
    ],
    ...rows
      .filter(({ load }) => load > 0.8)
      .map((row) => [
        row.ratesPerSecond.join(' · '),
        row.load.toFixed(2),
        row.predicted,
        row.growthPerSecond.toFixed(3),
        row.predictedGrowthPerSecond.toFixed(3),
        slowToFast(row).toFixed(2),
        row.jumpMean.toFixed(2),
        String(row.jumpP90),
        row.driftPerSecond.toFixed(2),
        row.predictedDriftPerSecond.toFixed(2),
        percent(row.freeShare),
        percent(row.predictedFreeShare),
      ]),
  ]);
}

function sharpness(rows: readonly SharpnessRow[]): string {
  return table([
    ['load', 'long queue after 1 min', 'after 10 min'],
    ...rows.map(({ load, longAfterMinute, longAfterTenMinutes }) => [
      load.toFixed(1),
      percent(longAfterMinute),
      percent(longAfterTenMinutes),
    ]),
  ]);
}

function drift(rows: readonly DriftRow[]): string {
  return table([
    ['rates drawn from, sides of the die', 'drift after 1 min', 'where all keep up', 'runs that do', 'jump mean'],
    ...rows.map(({ ratesPerSecond, sides, drift, driftKeepingUp, keepingUpShare, jumpMean }) => [
      `${ratesPerSecond.join('–')}, ${sides}`,
      String(drift),
      String(driftKeepingUp),
      percent(keepingUpShare),
      String(jumpMean),
    ]),
  ]);
}

function pacing(rows: readonly PacingRow[]): string {
  return table([
    ['our pacing, clocks', 'ratio', 'most unconfirmed', 'advantage ticks', 'ticks/s', 'of due ticks wait', 'by theory', 'freezes'],
    ...rows.map(
      ({ clockRates, ratio, worstUnconfirmedTicks, worstAdvantageTicks, ticksPerSecond, waitingShare, predictedWaitingShare, outages }) => [
        clockRates.join(' : '),
        ...[ratio, worstUnconfirmedTicks, worstAdvantageTicks, ticksPerSecond].map(String),
        percent(waitingShare),
        outages > 0 ? '–' : percent(predictedWaitingShare),
        String(outages),
      ],
    ),
  ]);
}

/** The clocks scenario for people. */
export function clockReport(machines: MachineFindings, paced: readonly PacingRow[]): string {
  const { rule } = machines;
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  const rules = [
    `Of ${rule.combinations} combinations of rates ${rule.growing} have a queue that grows, ${rule.critical.length} a load of exactly 1 (${list(rule.critical)}).`,
    `Theory is wrong about: ${list(rule.theoryWrong)}; largest error ${rule.worstGrowthError} messages a second.`,
    `“Under a fifth” is wrong about: ${list(rule.underFifthWrong)}; “a fifth at most” about: ${list(rule.fifthAtMostWrong)}.`,
  ];
  return [
    minutes(machines.minutes),
    triples(machines.triples),
    rules.join('\n'),
    sharpness(machines.sharpness),
    drift(machines.drift),
    pacing(paced),
  ].join('\n\n');
}
