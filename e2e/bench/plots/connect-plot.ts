import { Drawing } from '../../../netcode/lab/bench/plots/drawing.ts';
import type { ConnectResult } from '../connect.ts';

const WIDTH = 860;
const HEIGHT = 250;
const MARGIN = 28;
/** Where the dots are: left and right end of the axis, and its height. */
const [FROM, TO, AXIS] = [MARGIN + 12, WIDTH - MARGIN - 48, 190];
const DOT = 12;
/** Dots that would cover each other stand above each other. */
const DOT_STEP = 14;
/** What the game promises, in ms. */
const PROMISE_MS = 1_000;
/** Between two marks of the axis, in ms; beyond the limit every fourth has room. */
const TICK_MS = 250;
const MANY_MS = 3_000;

/** Picture of the connect suite: one dot for each run. */
export function connectSvg({ joinToCourtMs, runs, eachMs }: ConnectResult): string {
  const title = 'From “Join” pressed to both players on the court';
  const drawing = new Drawing(WIDTH, HEIGHT, title);
  const slowestMs = Math.max(PROMISE_MS, ...eachMs);
  const tickMs = slowestMs > MANY_MS ? 4 * TICK_MS : TICK_MS;
  const endMs = tickMs * Math.ceil(slowestMs / tickMs);
  const x = (ms: number): number => FROM + ((TO - FROM) * ms) / endMs;
  drawing.text(MARGIN, 38, title, { colour: 'strong', size: 18, bold: true });
  drawing.text(MARGIN, 60, `two windows on one machine, opened anew for each of ${runs} runs; one dot is one run`, { colour: 'faint' });
  const shown = `median ${joinToCourtMs.p50} ms · 95 % within ${joinToCourtMs.p95} ms`;
  drawing.text(MARGIN, 84, shown, { colour: 'strong', bold: true });
  drawing.line(FROM, AXIS, TO, AXIS, 'rule');
  for (let ms = 0; ms <= endMs; ms += tickMs) {
    drawing.line(x(ms), AXIS, x(ms), AXIS + 5, 'rule');
    drawing.text(x(ms), AXIS + 22, `${ms} ms`, { colour: 'faint', size: 11, anchor: 'middle' });
  }
  const heights = new Map<number, number>();
  for (const ms of eachMs) {
    const column = Math.round((x(ms) - FROM) / DOT_STEP);
    const height = heights.get(column) ?? 0;
    heights.set(column, height + 1);
    drawing.bar(FROM + column * DOT_STEP - DOT / 2, AXIS - 4 - DOT - height * DOT_STEP, DOT, DOT, 'ours', DOT / 2);
  }
  drawing.line(x(joinToCourtMs.p50), AXIS - 86, x(joinToCourtMs.p50), AXIS, 'whisker');
  drawing.text(MARGIN, HEIGHT - 16, 'The countdown that follows is not counted.', { colour: 'faint', size: 11 });
  return drawing.toString();
}
