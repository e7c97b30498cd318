import { Drawing, type Trace } from './drawing.ts';

/** One axis: where it begins and ends, and what it says. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** What it measures, with its unit. */
  readonly label: string;
}

/** Where a chart stands on a sheet: two columns, as many rows as it takes. */
export interface Place {
  readonly column: 0 | 1;
  readonly row: number;
}

const MARGIN = 28;
const SHEET_HEAD = 92;
const CHART_WIDTH = 432;
const CHART_HEIGHT = 296;
const COLUMN_GAP = 40;
const ROW_GAP = 20;
const TITLE = 16;
/** Room above the axes for title, legend and the vertical axis's label. */
const HEAD = 66;
/** Room for the numbers of the vertical axis, and for those and the label of the horizontal one. */
const NUMBERS = 44;
const FOOT = 42;
const LEGEND_LINE = 26;
/** Fewer say too little, more are hard to tell apart. */
const TICKS = 5;

/** An axis from 0 to a round number that holds `max`, with ticks at multiples of 1, 2 or 5 times a power of ten. */
export function axisTo(max: number, label: string): Axis {
  const length = max > 0 ? max : 1;
  const wanted = length / TICKS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * (wanted <= power ? 1 : wanted <= 2 * power ? 2 : wanted <= 5 * power ? 5 : 10);
  // A hair less, so that rounding adds no empty step.
  const count = Math.ceil(length / step - 1e-9);
  const ticks = Array.from({ length: count + 1 }, (_, i) => ({ at: i * step, label: (i * step).toLocaleString('en') }));
  return { from: 0, to: count * step, ticks, label };
}

/** An empty sheet for some rows of charts, with its title and a line that says how it was measured. */
export function chartSheet(rows: number, title: string, subtitle: string): Drawing {
  const drawing = new Drawing(2 * (MARGIN + CHART_WIDTH) + COLUMN_GAP, SHEET_HEAD + rows * (CHART_HEIGHT + ROW_GAP), title);
  drawing.text(MARGIN, 38, title, { colour: 'strong', size: 18, bold: true });
  drawing.text(MARGIN, 60, subtitle, { colour: 'faint' });
  return drawing;
}

/** A chart with two axes on a sheet. What lies outside its axes is drawn at their edge. */
export class Chart {
  readonly #drawing: Drawing;
  readonly #x: Axis;
  readonly #y: Axis;
  readonly #left: number;
  readonly #right: number;
  readonly #top: number;
  readonly #bottom: number;
  #legendX: number;

  constructor(drawing: Drawing, { column, row }: Place, title: string, x: Axis, y: Axis) {
    this.#drawing = drawing;
    this.#x = x;
    this.#y = y;
    const left = MARGIN + column * (CHART_WIDTH + COLUMN_GAP);
    const top = SHEET_HEAD + row * (CHART_HEIGHT + ROW_GAP);
    this.#left = left + NUMBERS;
    this.#right = left + CHART_WIDTH;
    this.#top = top + HEAD;
    this.#bottom = top + CHART_HEIGHT - FOOT;
    this.#legendX = left;
    drawing.text(left, top + TITLE, title, { colour: 'strong', size: 15, bold: true });
    drawing.text(left, this.#top - 10, y.label, { colour: 'faint', size: 11 });
    for (const { at, label } of y.ticks) {
      const height = this.#pxY(at);
      drawing.line(this.#left, height, this.#right, height, 'rule');
      drawing.text(this.#left - 6, height + 4, label, { colour: 'faint', size: 11, anchor: 'end' });
    }
    for (const { at, label } of x.ticks) {
      const across = this.#pxX(at);
      drawing.line(across, this.#bottom, across, this.#bottom + 4, 'whisker');
      drawing.text(across, this.#bottom + 17, label, { colour: 'faint', size: 11, anchor: 'middle' });
    }
    drawing.line(this.#left, this.#bottom, this.#right, this.#bottom, 'whisker');
    drawing.text((this.#left + this.#right) / 2, this.#bottom + 35, x.label, { colour: 'faint', size: 11, anchor: 'middle' });
  }

  /** A line, named in the legend. */
  line(name: string, points: readonly (readonly [number, number])[], trace: Trace): void {
    this.#legend(name, (x, y) => {
      this.#drawing.polyline(
        [
          [x, y],
          [x + LEGEND_LINE, y],
        ],
        trace,
      );
    });
    this.#drawing.polyline(
      points.map(([x, y]) => [this.#pxX(x), this.#pxY(y)]),
      trace,
    );
  }

  /**
   * Dots.
   * @param name for the legend; undefined when a line of the same trace says it
   */
  dots(name: string | undefined, points: readonly (readonly [number, number])[], trace: 0 | 1): void {
    if (name !== undefined) this.#legend(name, (x, y) => this.#drawing.dot(x + LEGEND_LINE / 2, y, trace));
    for (const [x, y] of points) this.#drawing.dot(this.#pxX(x), this.#pxY(y), trace);
  }

  /** A vertical limit with its name at its upper end. */
  limitAtX(at: number, name: string): void {
    const x = this.#pxX(at);
    this.#drawing.line(x, this.#top, x, this.#bottom, 'limit');
    this.#drawing.text(x + 5, this.#top + 11, name, { size: 11 });
  }

  /** A horizontal limit with its name above it, to the right. */
  limitAtY(at: number, name: string): void {
    const y = this.#pxY(at);
    this.#drawing.line(this.#left, y, this.#right, y, 'limit');
    this.#drawing.text(this.#right - 4, y - 6, name, { size: 11, anchor: 'end' });
  }

  #legend(name: string, sample: (x: number, y: number) => void): void {
    const y = this.#top - HEAD + 32;
    sample(this.#legendX, y);
    this.#drawing.text(this.#legendX + LEGEND_LINE + 5, y + 4, name, { size: 11 });
    // A little narrower than the widest letters would need: names are mostly digits.
    this.#legendX += LEGEND_LINE + 17 + name.length * 5.6;
  }

  #pxX(value: number): number {
    return this.#left + share(this.#x, value) * (this.#right - this.#left);
  }

  #pxY(value: number): number {
    return this.#bottom - share(this.#y, value) * (this.#bottom - this.#top);
  }
}

function share({ from, to }: Axis, value: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
