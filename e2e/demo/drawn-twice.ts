import type { Court, CourtView } from '../../renderer/court/court.ts';

/** A match as it was in a page at one time: enough to draw it. */
interface Moment extends Omit<CourtView, 'game'> {
  readonly nowMs: number;
  readonly axis: number;
  readonly tick: number;
  readonly delayTicks: number;
  /** Newest states by tick, and our inputs. */
  readonly states: ReadonlyMap<number, Int32Array>;
  readonly inputs: ReadonlyMap<number, number>;
}

/** What one picture of an animation changes in those before it; no `changed` when it changes nothing. */
interface Picture {
  readonly changed?: { readonly webp: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly durationMs: number;
}

/** The pictures of an animation, one after the other. */
export interface Pictures {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  next(): Promise<Picture>;
  /** Of the ball and of the right paddle, so far. */
  jumps(): { plainJumps: number; jumps: number };
}

/** One of the two drawings. */
interface Drawing {
  readonly title: string;
  readonly opened: Court;
  readonly canvas: HTMLCanvasElement;
  readonly top: number;
  /** Where the right paddle was in the picture before, in rows; undefined when it was not seen. */
  paddleY: number | undefined;
  /** Of the right paddle, farther than it can move. */
  paddleJumps: number;
}

/** Runs in a page that plays a match: notes what it is drawn from, again and again. Drawing it takes longer than a frame lasts on a slow machine. */
export function recordMatch({ forMs, frameMs }: { forMs: number; frameMs: number }): Promise<readonly Moment[]> {
  /** More than what is drawn is behind the newest state. */
  const keptTicks = 60;
  const words = 16;
  const moments: Moment[] = [];
  const startMs = performance.now();
  return new Promise((done) => {
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const view = window.paddlewire.match();
      if (view === undefined || nowMs - startMs > forMs) {
        clearInterval(timer);
        done(moments);
        return;
      }
      const { kind, seat, epoch, confirmedTick, tickedAtMs, game } = view;
      const { tick, delayTicks } = game;
      const states = new Map<number, Int32Array>();
      const inputs = new Map<number, number>();
      for (let each = Math.max(0, tick - keptTicks); each <= tick; each++) {
        const state = new Int32Array(words);
        if (game.read(each, state)) states.set(each, state);
        if (seat !== undefined) inputs.set(each, game.inputAt(seat, each));
      }
      const { axis } = window.paddlewire.telemetry();
      moments.push({ nowMs, axis, tick, delayTicks, states, inputs, kind, seat, epoch, confirmedTick, tickedAtMs });
    }, frameMs);
  });
}

/**
 * Runs in the page that has recorded a match: draws it twice, plainly above and as the game does below, with labels, and makes pictures of it, of
 * which each holds what has changed since the one before.
 *
 * @param court size of each drawing
 * @param paddle the column in which the right paddle is looked for, and how far it moves, in pixels
 * @param below a line below both drawings
 */
export async function openPictures({
  moments,
  court,
  paddle,
  below,
}: {
  moments: readonly Moment[];
  court: { width: number; height: number };
  paddle: { column: number; perMs: number };
  below: string;
}): Promise<Pictures> {
  /** Between the drawings, around them, and to their left for labels. */
  const gap = 12;
  const labels = 120;
  const foot = 34;
  /** Pixels to the side of the squares that are compared, and what counts as a change, of 255. */
  const square = 8;
  const visible = 2;
  /** Rows of a paddle that is seen at all, and how far off its way the blur of its edges can put it. */
  const minPaddle = 20;
  const tolerance = 3;
  /** Of 1: glow without visible blocks. */
  const quality = 0.8;
  const width = labels + court.width + gap + gap;
  const height = gap + court.height + gap + court.height + foot;
  const left = width - gap - court.width;
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('The page has no 2D canvas.');
  const styles = getComputedStyle(document.documentElement);
  const shown = new Uint8ClampedArray(width * height * 4).fill(0);
  const drawings: Drawing[] = [];
  for (const [title, plain] of [
    ['drawn plainly', true],
    ['Paddlewire', false],
  ] as const) {
    const opened = await window.paddlewire.openCourt({ left: 0, top: 0, ...court }, plain);
    // A court puts its canvas behind those that are there.
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('#court canvas')].at(-1);
    if (canvas === undefined) throw new Error('The page has no canvas.');
    drawings.push({ title, opened, canvas, top: gap + drawings.length * (court.height + gap), paddleY: undefined, paddleJumps: 0 });
  }
  const jumpsOf = ({ opened, paddleJumps }: Drawing): number => opened.snaps + paddleJumps;
  /** Middle of the right paddle, which alone is of this colour. */
  const findPaddle = (top: number): number | undefined => {
    const { data } = context.getImageData(left + paddle.column, top, 1, court.height);
    const rows = Array.from({ length: court.height }, (_, row) => row).filter(
      (row) => (data[row * 4] ?? 0) < 140 && (data[row * 4 + 2] ?? 0) > 200,
    );
    return rows.length < minPaddle ? undefined : rows.reduce((sum, row) => sum + row, 0) / rows.length;
  };
  const countJump = (drawing: Drawing, passedMs: number): void => {
    const before = drawing.paddleY;
    drawing.paddleY = findPaddle(drawing.top);
    if (before === undefined || drawing.paddleY === undefined) return;
    if (Math.abs(drawing.paddleY - before) > paddle.perMs * passedMs + tolerance) drawing.paddleJumps++;
  };
  let moment = moments[0];
  const game = {
    get tick() {
      return moment?.tick ?? 0;
    },
    get delayTicks() {
      return moment?.delayTicks ?? 0;
    },
    holds: (tick: number) => moment?.states.has(tick) ?? false,
    read: (tick: number, into: Int32Array) => {
      const state = moment?.states.get(tick);
      if (state !== undefined) into.set(state);
      return state !== undefined;
    },
    inputAt: (_seat: number, tick: number) => moment?.inputs.get(tick) ?? 0,
  };
  // A court asks which match it draws by the object.
  const view = { kind: 'network' as const, seat: moment?.seat, epoch: 0, confirmedTick: 0, tickedAtMs: 0, game };
  const write = (text: string, x: number, y: number, size: number, color: string): void => {
    context.font = `${size}px ${styles.fontFamily}`;
    context.fillStyle = styles.getPropertyValue(color);
    context.fillText(text, x, y);
  };
  const compose = (now: Moment, passedMs: number): ImageData => {
    const { epoch, confirmedTick, tickedAtMs } = now;
    Object.assign(view, { epoch, confirmedTick, tickedAtMs });
    context.fillStyle = styles.getPropertyValue('--ground');
    context.fillRect(0, 0, width, height);
    for (const drawing of drawings) {
      const { title, opened, canvas, top } = drawing;
      opened.frame(now.nowMs, view, now.axis);
      // In the very task in which it was drawn: afterwards a canvas is empty.
      context.drawImage(canvas, left, top, court.width, court.height);
      countJump(drawing, passedMs);
      const jumps = jumpsOf(drawing);
      write(title, gap, top + 18, 18, '--text');
      write(String(jumps), gap, top + 62, 38, '--text');
      write(jumps === 1 ? 'jump' : 'jumps', gap, top + 84, 15, '--dim');
    }
    write(below, left, height - 12, 15, '--dim');
    return context.getImageData(0, 0, width, height);
  };
  /** Makes transparent what is shown already. Returns the rectangle around the rest. */
  const clearUnchanged = ({ data }: ImageData): { x: number; y: number; right: number; bottom: number } => {
    const box = { x: width, y: height, right: 0, bottom: 0 };
    for (let top = 0; top < height; top += square) {
      for (let x = 0; x < width; x += square) {
        const rows = Array.from({ length: Math.min(square, height - top) }, (_, row) => ((top + row) * width + x) * 4);
        const length = Math.min(square, width - x) * 4;
        const changed = rows.some((from) => {
          for (let at = from; at < from + length; at++) if (Math.abs((data[at] ?? 0) - (shown[at] ?? 0)) > visible) return true;
          return false;
        });
        for (const from of rows) {
          if (changed) shown.set(data.subarray(from, from + length), from);
          else data.fill(0, from, from + length);
        }
        if (!changed) continue;
        box.x = Math.min(box.x, x);
        box.y = Math.min(box.y, top);
        box.right = Math.max(box.right, x + square);
        box.bottom = Math.max(box.bottom, top + square);
      }
    }
    return { ...box, right: Math.min(width, box.right), bottom: Math.min(height, box.bottom) };
  };
  let index = 0;
  return {
    width,
    height,
    count: moments.length,
    jumps: () => {
      const [plainJumps = 0, jumps = 0] = drawings.map(jumpsOf);
      return { plainJumps, jumps };
    },
    next: async () => {
      moment = moments[index];
      if (moment === undefined) throw new Error('There are no more pictures.');
      // How long the last one is to be seen nobody knows: as long as the one before it.
      const [from, to] = index + 1 < moments.length ? [moment, moments[index + 1]] : [moments[index - 1], moment];
      const durationMs = (to?.nowMs ?? 0) - (from?.nowMs ?? 0);
      const picture = compose(moment, moment.nowMs - (moments[index - 1]?.nowMs ?? moment.nowMs));
      index++;
      const { x, y, right, bottom } = clearUnchanged(picture);
      if (right === 0) return { durationMs };
      const part = new OffscreenCanvas(right - x, bottom - y);
      part.getContext('2d')?.putImageData(picture, -x, -y);
      const webp = new Uint8Array(await (await part.convertToBlob({ type: 'image/webp', quality })).arrayBuffer());
      let text = '';
      for (const byte of webp) text += String.fromCharCode(byte);
      return { changed: { webp: btoa(text), x, y, width: part.width, height: part.height }, durationMs };
    },
  };
}
