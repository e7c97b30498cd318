/** Colours by role, in light and in dark; the file itself follows the reader's system. */
const STYLE = `
  .page { fill: #ffffff; stroke: #d8dee4; }
  .strong { fill: #1f2328; }
  .text { fill: #454c54; }
  .faint { fill: #6e7781; }
  .rule { stroke: #d8dee4; }
  .whisker { stroke: #1f2328; }
  .ours { fill: #1a7f64; }
  .ours2 { fill: #63b39f; }
  .other { fill: #8c959f; }
  .other2 { fill: #b7bec6; }
  .calm { fill: #d9efe7; }
  .warm0 { fill: #fbead2; }
  .warm1 { fill: #f6cf9b; }
  .warm2 { fill: #eda763; }
  .hot { fill: #cf5b46; }
  .onhot { fill: #ffffff; }
  .oncell { fill: #1f2328; }
  .limit { stroke: #cf5b46; stroke-dasharray: 3 3; }
  .trace0 { stroke: #1a7f64; }
  .trace1 { stroke: #b4530a; stroke-dasharray: 8 3; }
  .trace2 { stroke: #2a66b0; stroke-dasharray: 2 3; }
  .trace3 { stroke: #7c56a8; stroke-dasharray: 9 3 2 3; }
  .dot0 { fill: #1a7f64; stroke: #1a7f64; }
  .dot1 { fill: #ffffff; stroke: #b4530a; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #15181d; stroke: #30363d; }
    .strong { fill: #f0f3f6; }
    .text { fill: #c2c9d1; }
    .faint { fill: #919aa4; }
    .rule { stroke: #30363d; }
    .whisker { stroke: #f0f3f6; }
    .ours { fill: #3fb68f; }
    .ours2 { fill: #24705a; }
    .other { fill: #6b7480; }
    .other2 { fill: #4a525c; }
    .calm { fill: #173d33; }
    .warm0 { fill: #4a3a22; }
    .warm1 { fill: #6b4c1f; }
    .warm2 { fill: #8f5a1e; }
    .hot { fill: #b8402c; }
    .oncell { fill: #f0f3f6; }
    .limit { stroke: #e5735d; }
    .trace0 { stroke: #3fb68f; }
    .trace1 { stroke: #eb9a4e; }
    .trace2 { stroke: #6ea8ec; }
    .trace3 { stroke: #b899dd; }
    .dot0 { fill: #3fb68f; stroke: #3fb68f; }
    .dot1 { fill: #15181d; stroke: #eb9a4e; }
  }
`;

/** How a text is set. */
export interface TextStyle {
  /** Class of its colour; default `text`. */
  readonly colour?: 'strong' | 'text' | 'faint' | 'onhot' | 'oncell';
  /** Height of the letters' box in px; default 13. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One of a few lines in a chart; each differs in colour and in dashes, dots in filling. */
export type Trace = 0 | 1 | 2 | 3;

/** Widest letters of the fonts below, as a share of their size: an upper bound for what is set here. */
const LETTER_WIDTH = 0.56;
const BOLD_LETTER_WIDTH = 0.6;

/** An SVG image that is drawn piece by piece and refuses what would not fit. */
export class Drawing {
  readonly width: number;
  readonly height: number;
  readonly #title: string;
  readonly #pieces: string[] = [];

  constructor(width: number, height: number, title: string) {
    this.width = width;
    this.height = height;
    this.#title = title;
  }

  /** @throws RangeError when the text would be cut off at the edge of the image */
  text(x: number, y: number, content: string, style: TextStyle = {}): void {
    const { colour = 'text', size = 13, bold = false, anchor = 'start' } = style;
    const length = content.length * size * (bold ? BOLD_LETTER_WIDTH : LETTER_WIDTH);
    const left = anchor === 'start' ? x : anchor === 'middle' ? x - length / 2 : x - length;
    if (left < 0 || left + length > this.width || y < size || y > this.height)
      throw new RangeError(`“${content}” does not fit into the image`);
    const weight = bold ? ' font-weight="600"' : '';
    this.#pieces.push(
      `<text class="${colour}" x="${px(x)}" y="${px(y)}" font-size="${size}"${weight} text-anchor="${anchor}">${escaped(content)}</text>`,
    );
  }

  bar(x: number, y: number, width: number, height: number, colour: string, radius = 3): void {
    this.#pieces.push(`<rect class="${colour}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${radius}"/>`);
  }

  line(x1: number, y1: number, x2: number, y2: number, colour: 'rule' | 'whisker' | 'limit'): void {
    this.#pieces.push(`<line class="${colour}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`);
  }

  /** A line through points in px. */
  polyline(points: readonly (readonly [number, number])[], trace: Trace): void {
    const path = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');
    this.#pieces.push(`<polyline class="trace${trace}" fill="none" stroke-width="2" stroke-linejoin="round" points="${path}"/>`);
  }

  /** Filled for trace 0, hollow for trace 1. */
  dot(x: number, y: number, trace: 0 | 1): void {
    this.#pieces.push(`<circle class="dot${trace}" stroke-width="1.5" cx="${px(x)}" cy="${px(y)}" r="3"/>`);
  }

  /** The whole file. */
  toString(): string {
    const size = `viewBox="0 0 ${this.width} ${this.height}" width="${this.width}" height="${this.height}"`;
    const font = "font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\"";
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font} role="img">`,
      `<title>${escaped(this.#title)}</title>`,
      `<style>${STYLE}</style>`,
      `<rect class="page" x="0.5" y="0.5" width="${this.width - 1}" height="${this.height - 1}" rx="8"/>`,
      ...this.#pieces,
      '</svg>\n',
    ].join('\n');
  }
}

/** A coordinate with no more digits than a screen can show. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
