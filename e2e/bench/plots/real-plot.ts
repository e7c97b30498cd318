import type { LossResult } from '../../../netcode/lab/bench/loss.ts';
import { Drawing } from '../../../netcode/lab/bench/plots/drawing.ts';
import {
  drawPanel,
  HEAD,
  lossPanel,
  MARGIN,
  PANEL_GAP,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  type Panel,
  WIDTH,
} from '../../../netcode/lab/bench/plots/loss-plot.ts';
import type { RealResult } from '../real.ts';
import type { RealCell } from '../real-cell.ts';

/** What real windows showed. */
function realPanel({ cells, shell, secondsPerCell }: RealResult): Panel {
  const total = (count: (cell: RealCell) => number): number => cells.reduce((sum, cell) => sum + count(cell), 0);
  return {
    name: `Real: two ${shell === 'browser' ? 'Chromium' : 'Electron'} windows, WebRTC`,
    cells: cells.map((cell) => ({
      ...cell,
      delayMs: cell.rttMs,
      // What the machine adds is not the network's: a simulator has no such thing.
      longestFreezeMs: Math.max(0, cell.longestFreezeMs - cell.longestAbsenceMs),
      second: `${cell.ticksPerSecond.toFixed(1)} ticks/s`,
    })),
    foot: `suspensions: ${total((cell) => cell.suspensions)} · stalls: ${total((cell) => cell.stalls)} · differing states: ${total((cell) => cell.divergences)}`,
    runMs: secondsPerCell * 1000,
  };
}

/**
 * Picture of the real suite.
 * @param simulated the loss suite's numbers, drawn beside it
 */
export function realSvg(result: RealResult, simulated: LossResult | undefined): string {
  const title = 'Longest freeze on bad networks: measured and simulated';
  const drawing = new Drawing(WIDTH, HEAD + PANEL_HEIGHT, title);
  drawing.text(MARGIN, 38, title, { colour: 'strong', size: 18, bold: true });
  const { jitterMs = 0 } = result.cells[0] ?? {};
  const how = 'round trip (rows) × packets lost (columns)';
  drawing.text(
    MARGIN,
    60,
    `${how} · left: every UDP packet, ${result.secondsPerCell} s a cell, jitter ${jitterMs} ms, the machine’s own pauses left out`,
    {
      colour: 'faint',
    },
  );
  if (simulated !== undefined) {
    const lab = `${simulated.minutesPerCell} virtual minutes a cell, jitter ${simulated.jitterMs} ms`;
    drawing.text(MARGIN, 77, `right: the same session in the simulator (suite “loss”), ${lab}`, { colour: 'faint' });
  }
  drawPanel(drawing, MARGIN, HEAD, realPanel(result));
  if (simulated !== undefined) {
    drawPanel(drawing, MARGIN + PANEL_WIDTH + PANEL_GAP, HEAD, lossPanel('Simulated', simulated, simulated.minutesPerCell));
  }
  return drawing.toString();
}
