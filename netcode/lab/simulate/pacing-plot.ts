import { MAX_PREDICTION_TICKS } from '../../rollback/rollback-options.ts';
import { type Axis, axisTo, Chart, chartSheet } from '../bench/plots/chart.ts';
import type { Drawing, Trace } from '../bench/plots/drawing.ts';
import { type PacingRun, pacingReach } from '../clocks/pacing-run.ts';
import { PACING_SECONDS, type PacingRow, predictedWaitingShare } from './pacing-findings.ts';

const TRACES: readonly Trace[] = [0, 1, 2, 3];
/** Each point is the worst of a second: a line through every tick would be a band. */
const POINT_SECONDS = 1;

/** A run that is drawn over time. */
export interface ShownRun {
  readonly name: string;
  readonly run: PacingRun;
}

const secondsAxis: Axis = {
  from: 0,
  to: PACING_SECONDS,
  ticks: [0, 30, 60, 90, 120].map((at) => ({ at, label: String(at) })),
  label: 'time (s)',
};

/** The larger of both sides, the worst of each second. */
function worstEachSecond(
  { samples }: PacingRun,
  of: (sample: PacingRun['samples'][number]) => readonly [number, number],
): (readonly [number, number])[] {
  const worst: number[] = [];
  for (const sample of samples) {
    const second = Math.floor(sample.seconds / POINT_SECONDS);
    worst[second] = Math.max(worst[second] ?? 0, ...of(sample).map(Math.abs));
  }
  return worst.map((value, second) => [(second + 0.5) * POINT_SECONDS, value] as const);
}

function drawOverTime(drawing: Drawing, shown: readonly ShownRun[]): void {
  const axis = (label: string): Axis => axisTo(MAX_PREDICTION_TICKS, label);
  const unconfirmedAxis = axis('ticks played and not confirmed, the side that has more');
  const unconfirmed = new Chart(drawing, { column: 0, row: 0 }, 'Unconfirmed ticks', secondsAxis, unconfirmedAxis);
  const advantageAxis = axis('ticks ahead of the other side, as measured');
  const advantage = new Chart(drawing, { column: 1, row: 0 }, 'Frame advantage', secondsAxis, advantageAxis);
  unconfirmed.limitAtY(MAX_PREDICTION_TICKS, `${MAX_PREDICTION_TICKS}: the faster side waits`);
  shown.forEach(({ name, run }, i) => {
    const trace = TRACES[i] ?? 0;
    unconfirmed.line(
      name,
      worstEachSecond(run, ({ unconfirmedTicks }) => unconfirmedTicks),
      trace,
    );
    advantage.line(
      name,
      worstEachSecond(run, ({ advantageTicks }) => advantageTicks),
      trace,
    );
  });
}

function ratioAxis(ticks: readonly number[]): Axis {
  return {
    from: 1,
    to: ticks.at(-1) ?? 1,
    ticks: ticks.map((at) => ({ at, label: String(at) })),
    label: 'faster clock ÷ slower clock',
  };
}

function drawByRatio(drawing: Drawing, rows: readonly PacingRow[]): void {
  const near = ratioAxis([1, 1.05, 1.1, 1.15, 1.2, 1.25]);
  const most = axisTo(MAX_PREDICTION_TICKS, 'most unconfirmed ticks in two minutes');
  const bounded = new Chart(drawing, { column: 0, row: 1 }, 'What pacing can level', near, most);
  bounded.limitAtY(MAX_PREDICTION_TICKS, `${MAX_PREDICTION_TICKS}`);
  bounded.limitAtX(pacingReach(), `${pacingReach().toFixed(3)}: all that pacing may do`);
  bounded.dots(
    undefined,
    rows.filter(({ ratio }) => ratio <= near.to).map(({ ratio, worstUnconfirmedTicks }) => [ratio, worstUnconfirmedTicks]),
    0,
  );
  const far = ratioAxis([1, 2, 3, 4, 5, 6]);
  const share = { ...axisTo(1, "share of the faster side's due ticks that wait"), to: 1 };
  const waiting = new Chart(drawing, { column: 1, row: 1 }, 'Beyond it, the faster side waits', far, share);
  const theory = Array.from({ length: 101 }, (_, i) => 1 + (i / 100) * (far.to - 1));
  waiting.line(
    'theory',
    theory.map((ratio) => [ratio, predictedWaitingShare(ratio)]),
    0,
  );
  waiting.dots(
    'measured',
    rows.filter(({ ratio }) => ratio <= far.to).map(({ ratio, waitingShare }) => [ratio, waitingShare]),
    1,
  );
}

/**
 * Picture of our pacing on clocks that differ: what is unconfirmed and by how much the sides are apart, over time and by the ratio of the clocks.
 * @param shown up to four runs to draw over time
 */
export function pacingSvg(rows: readonly PacingRow[], shown: readonly ShownRun[]): string {
  const drawing = chartSheet(
    2,
    'Pacing of two sessions whose clocks differ',
    'Whole sessions, 40 ms each way, jitter 10 ms. Lines are named by the speeds of the two clocks; worst of each second.',
  );
  drawOverTime(drawing, shown);
  drawByRatio(drawing, rows);
  return drawing.toString();
}
