import { type Axis, axisTo, Chart, chartSheet, type Place } from '../bench/plots/chart.ts';
import type { Drawing, Trace } from '../bench/plots/drawing.ts';
import { runMachines, SIDES, type Three } from '../clocks/machines.ts';
import { type MachineFindings, slowToFast, THUMB_SHARE } from './machine-findings.ts';

/** Two minutes show the difference between what grows and what only wanders. */
const SECONDS = 120;
/** Load 2, 1.2, exactly 1, and 0.8. */
const SHOWN: readonly Three<number>[] = [
  [1, 6, 6],
  [1, 1, 6],
  [2, 6, 6],
  [2, 4, 6],
];
const TRACES: readonly Trace[] = [0, 1, 2, 3];

interface Moment {
  readonly seconds: number;
  readonly queue: number;
  /** Furthest logical clock minus that of the slowest machine. */
  readonly behind: number;
}

/** The slowest machine of a run, once a second. */
function moments(ratesPerSecond: Three<number>, seed: number): Moment[] {
  const found: Moment[] = [];
  runMachines({ ratesPerSecond, sides: SIDES, seconds: SECONDS }, seed, (_index, _jump, machines, seconds) => {
    if (seconds < found.length) return;
    const [slow] = machines;
    const behind = Math.max(...machines.map(({ clock }) => clock.time)) - slow.clock.time;
    found.push({ seconds, queue: slow.queue.length, behind });
  });
  return found;
}

const secondsAxis: Axis = {
  from: 0,
  to: SECONDS,
  ticks: [0, 30, 60, 90, 120].map((at) => ({ at, label: String(at) })),
  label: 'time (s)',
};

function drawOverTime(
  drawing: Drawing,
  at: Place,
  title: string,
  label: string,
  runs: readonly Moment[][],
  of: (moment: Moment) => number,
): void {
  const chart = new Chart(drawing, at, title, secondsAxis, axisTo(Math.max(...runs.flat().map(of)), label));
  SHOWN.forEach((rates, i) => {
    const points = (runs[i] ?? []).map((moment) => [moment.seconds, of(moment)] as const);
    chart.line(rates.join(' · '), points, TRACES[i] ?? 0);
  });
}

function drawSweep(drawing: Drawing, at: Place, { sweep }: MachineFindings): void {
  const ratios: Axis = {
    from: 0.05,
    to: 0.45,
    ticks: [0.1, 0.2, 0.3, 0.4].map((ratio) => ({ at: ratio, label: String(ratio) })),
    label: 'slowest rate ÷ fastest rate',
  };
  const most = Math.max(
    ...sweep.map(({ growthPerSecond, predictedGrowthPerSecond }) => Math.max(growthPerSecond, predictedGrowthPerSecond)),
  );
  const chart = new Chart(
    drawing,
    at,
    'How sharp “a fifth” is',
    ratios,
    axisTo(most, 'growth of the queue (messages a second); lines: theory, dots: measured'),
  );
  chart.limitAtX(THUMB_SHARE, '1/5');
  chart.limitAtX(1 / 3, '1/3');
  for (const [trace, third, name] of [
    [0, 'fast', 'third machine as fast'],
    [1, 'slow', 'third machine as slow'],
  ] as const) {
    const rows = sweep.filter((row) => row.third === third);
    chart.line(
      name,
      rows.map(({ slowToFast, predictedGrowthPerSecond }) => [slowToFast, predictedGrowthPerSecond]),
      trace,
    );
    chart.dots(
      undefined,
      rows.map(({ slowToFast, growthPerSecond }) => [slowToFast, growthPerSecond]),
      trace,
    );
  }
}

function drawJumps(drawing: Drawing, at: Place, { triples }: MachineFindings): void {
  const ratios: Axis = {
    from: 0.1,
    to: 1.04,
    ticks: [0.2, 0.4, 0.6, 0.8, 1].map((ratio) => ({ at: ratio, label: String(ratio) })),
    label: 'slowest rate ÷ fastest rate, all 56 combinations',
  };
  const points = (of: 'jumpMean' | 'jumpP90') => triples.map((row) => [slowToFast(row), row[of]] as const);
  const y = axisTo(Math.max(...triples.map(({ jumpP90 }) => jumpP90)), "jump of the slowest machine's clock in one tick");
  const chart = new Chart(drawing, at, 'Jumps of the clock', ratios, y);
  chart.dots('nine of ten are no larger', points('jumpP90'), 0);
  chart.dots('mean', points('jumpMean'), 1);
}

/**
 * Picture of the three machines.
 * @param seed of the runs that are shown over time
 */
export function machinesSvg(findings: MachineFindings, seed: number): string {
  const drawing = chartSheet(
    2,
    'Three machines with Lamport clocks: queues, jumps and drift',
    'Each tick reads one message; with none waiting, 3 of 10 ticks send. Lines are named by the ticks a second of the machines.',
  );
  const runs = SHOWN.map((rates) => moments(rates, seed));
  drawOverTime(
    drawing,
    { column: 0, row: 0 },
    'Messages waiting',
    'messages in the queue of the slowest machine',
    runs,
    ({ queue }) => queue,
  );
  drawSweep(drawing, { column: 1, row: 0 }, findings);
  drawOverTime(
    drawing,
    { column: 0, row: 1 },
    'Drift of the clocks',
    'logical clock of the slowest machine behind the furthest one',
    runs,
    ({ behind }) => behind,
  );
  drawJumps(drawing, { column: 1, row: 1 }, findings);
  return drawing.toString();
}
