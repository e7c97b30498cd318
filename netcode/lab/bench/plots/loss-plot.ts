import type { Cell, LossResult } from '../loss.ts';
import { rounded } from '../statistics.ts';
import { Drawing } from './drawing.ts';

/** A sheet of two columns of tables, in px. */
export const WIDTH = 960;
export const MARGIN = 28;
export const HEAD = 104;
export const PANEL_WIDTH = 440;
export const PANEL_GAP = 24;
const ROW_LABELS = 62;
const CELL_HEIGHT = 44;
const CELL_GAP = 3;
export const PANEL_HEIGHT = 290;
/** Shorter than three ticks is no freeze: the clock's grain and the length of a tick are in it. */
const FREEZE_MS = 50;

/** One combination of delay and loss, as it is drawn. */
export interface PanelCell extends Pick<Cell, 'delayMs' | 'lossPercent' | 'bursts' | 'longestFreezeMs'> {
  /** Below the freeze. */
  readonly second: string;
}

/** One table of cells. */
export interface Panel {
  readonly name: string;
  readonly cells: readonly PanelCell[];
  /** Below the table. */
  readonly foot: string;
  /** Longer than half of this is for good. */
  readonly runMs: number;
}

/** Longest freeze in words. A freeze of more than half the run never ended. */
export function freezeInWords(freezeMs: number, runMs: number): string {
  if (freezeMs < FREEZE_MS) return 'none';
  if (freezeMs > runMs / 2) return 'for good';
  return freezeMs < 1000 ? `${Math.round(freezeMs)} ms` : `${(freezeMs / 1000).toFixed(1)} s`;
}

/** Bursts of lost ticks in words: all lengths from 1 on that were survived without a gap. */
export function burstsInWords(survived: readonly number[]): string {
  let longest = 0;
  while (survived.includes(longest + 1)) longest++;
  return longest === 0 ? 'none' : longest === 1 ? '1 tick' : `1 to ${longest} ticks`;
}

function colourOf(freezeMs: number, runMs: number): string {
  if (freezeMs < FREEZE_MS) return 'calm';
  if (freezeMs > runMs / 2) return 'hot';
  return freezeMs < 200 ? 'warm0' : freezeMs < 1000 ? 'warm1' : 'warm2';
}

const lossLabel = ({ lossPercent, bursts }: PanelCell): string => `${lossPercent} %${bursts ? ' bursts' : ''}`;
const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** Draws a table: round trips down, losses across, coloured by the longest freeze. */
export function drawPanel(drawing: Drawing, left: number, top: number, panel: Panel): void {
  const { runMs } = panel;
  const rows = distinct(panel.cells.map(({ delayMs }) => delayMs));
  const columns = distinct(panel.cells.map(lossLabel));
  const width = (PANEL_WIDTH - ROW_LABELS) / columns.length;
  drawing.text(left, top + 14, panel.name, { colour: 'strong', size: 15, bold: true });
  columns.forEach((label, column) => {
    drawing.text(left + ROW_LABELS + (column + 0.5) * width, top + 40, label, { colour: 'faint', size: 11, anchor: 'middle' });
  });
  rows.forEach((delayMs, row) => {
    const y = top + 48 + row * (CELL_HEIGHT + CELL_GAP);
    drawing.text(left + ROW_LABELS - 10, y + CELL_HEIGHT / 2 + 4, `${delayMs} ms`, { size: 12, anchor: 'end' });
    columns.forEach((label, column) => {
      const cell = panel.cells.find((candidate) => candidate.delayMs === delayMs && lossLabel(candidate) === label);
      if (cell === undefined) return;
      const colour = colourOf(cell.longestFreezeMs, runMs);
      const ink = colour === 'hot' ? 'onhot' : 'oncell';
      const middle = left + ROW_LABELS + (column + 0.5) * width;
      drawing.bar(left + ROW_LABELS + column * width, y, width - CELL_GAP, CELL_HEIGHT, colour);
      drawing.text(middle - CELL_GAP / 2, y + 19, freezeInWords(cell.longestFreezeMs, runMs), {
        colour: ink,
        size: 13,
        bold: true,
        anchor: 'middle',
      });
      drawing.text(middle - CELL_GAP / 2, y + 35, cell.second, { colour: ink, size: 11, anchor: 'middle' });
    });
  });
  const bottom = top + 48 + rows.length * (CELL_HEIGHT + CELL_GAP) + 18;
  drawing.text(left, bottom, panel.foot, { colour: 'faint', size: 11 });
}

function stallsInWords(stallsPerMinute: number): string {
  return Number.isFinite(stallsPerMinute) ? `${rounded(stallsPerMinute, stallsPerMinute < 10 ? 1 : 0)} /min` : '–';
}

/** The table of one library in the loss suite. */
export function lossPanel(
  name: string,
  { cells, burstsSurvived }: Pick<LossResult, 'cells' | 'burstsSurvived'>,
  minutesPerCell: number,
): Panel {
  const divergences = cells.reduce((sum, cell) => sum + cell.divergences, 0);
  return {
    name,
    cells: cells.map((cell) => ({ ...cell, second: stallsInWords(cell.stallsPerMinute) })),
    foot: `single bursts without a freeze: ${burstsInWords(burstsSurvived)} · differing states: ${divergences}`,
    runMs: minutesPerCell * 60_000,
  };
}

/** Picture of the loss suite. */
export function lossSvg(result: LossResult): string {
  const panels: Panel[] = [
    lossPanel(`Paddlewire over ${result.wire === 'sctp' ? 'SCTP' : 'ideal channels'}`, result, result.minutesPerCell),
    ...Object.entries(result.others).map(([name, other]) => lossPanel(`${name} ${other.version}`, other, result.minutesPerCell)),
  ];
  const rows = Math.ceil(panels.length / 2);
  const height = HEAD + rows * PANEL_HEIGHT + 24;
  const drawing = new Drawing(WIDTH, height, 'Longest freeze and stalls on bad networks');
  drawing.text(MARGIN, 38, 'Longest freeze, and stalls a minute, on bad networks', { colour: 'strong', size: 18, bold: true });
  const how = `round trip (rows) × packets lost (columns) · jitter ${result.jitterMs} ms · ${result.minutesPerCell} simulated minutes a cell`;
  drawing.text(MARGIN, 60, how, { colour: 'faint' });
  drawing.text(MARGIN, 77, 'bursts: Gilbert–Elliott, mean 4 packets, at most 20 in a row', { colour: 'faint' });
  panels.forEach((panel, i) => {
    const left = MARGIN + (i % 2) * (PANEL_WIDTH + PANEL_GAP);
    drawPanel(drawing, left, HEAD + Math.floor(i / 2) * PANEL_HEIGHT, panel);
  });
  drawing.text(
    MARGIN,
    height - 18,
    '“none”: never more than three ticks without a new one. netplayjs runs on a reliable channel, as it asks for.',
    { colour: 'faint', size: 11 },
  );
  return drawing.toString();
}
