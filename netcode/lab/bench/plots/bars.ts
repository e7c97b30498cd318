import { Drawing } from './drawing.ts';

/** One bar with its label at the end. */
export interface Bar {
  readonly value: number;
  readonly label: string;
  /** Drawn as a whisker. */
  readonly min?: number;
  readonly max?: number;
  readonly colour: 'ours' | 'ours2' | 'other' | 'other2';
}

/** Bars of one contender. */
export interface BarGroup {
  readonly name: string;
  /** Said smaller below the name. */
  readonly detail: string;
  readonly ours: boolean;
  readonly bars: readonly Bar[];
}

const WIDTH = 860;
const MARGIN = 28;
const NAMES = 190;
/** Room for the label behind the longest bar. */
const LABELS = 190;
const BAR_HEIGHT = 18;
const BAR_GAP = 4;
const GROUP_GAP = 20;
const HEAD = 102;

/** Bars from left to right, shorter is better, each with its number at its end. */
export function drawBars(title: string, subtitle: readonly [string, string], footnote: string, groups: readonly BarGroup[]): string {
  const groupHeight = ({ bars }: BarGroup): number => Math.max(34, bars.length * (BAR_HEIGHT + BAR_GAP)) + GROUP_GAP;
  const height = HEAD + groups.reduce((sum, group) => sum + groupHeight(group), 0) + 34;
  const drawing = new Drawing(WIDTH, height, title);
  drawing.text(MARGIN, 38, title, { colour: 'strong', size: 18, bold: true });
  subtitle.forEach((line, i) => {
    drawing.text(MARGIN, 60 + 17 * i, line, { colour: 'faint' });
  });
  const longest = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value, max }) => Math.max(value, max ?? 0))));
  const from = MARGIN + NAMES;
  const scale = (WIDTH - from - LABELS - MARGIN) / longest;
  let y = HEAD;
  for (const group of groups) {
    drawing.text(MARGIN, y + 14, group.name, { colour: 'strong', size: 14, bold: group.ours });
    drawing.text(MARGIN, y + 30, group.detail, { colour: 'faint', size: 11 });
    group.bars.forEach((bar, i) => {
      const top = y + i * (BAR_HEIGHT + BAR_GAP);
      // A value next to nothing still shows as a bar.
      drawing.bar(from, top, Math.max(2, bar.value * scale), BAR_HEIGHT, bar.colour);
      const end = Math.max(bar.value, bar.max ?? 0) * scale;
      if (bar.min !== undefined && bar.max !== undefined && (bar.max - bar.min) * scale > 2) {
        const middle = top + BAR_HEIGHT / 2;
        drawing.line(from + bar.min * scale, middle, from + bar.max * scale, middle, 'whisker');
        for (const edge of [bar.min, bar.max]) drawing.line(from + edge * scale, middle - 3, from + edge * scale, middle + 3, 'whisker');
      }
      drawing.text(from + end + 8, top + 13.5, bar.label, { colour: group.ours ? 'strong' : 'text', bold: group.ours });
    });
    y += groupHeight(group);
  }
  drawing.line(from, HEAD - 8, from, y - GROUP_GAP + 4, 'rule');
  drawing.text(MARGIN, height - 18, footnote, { colour: 'faint', size: 11 });
  return drawing.toString();
}
