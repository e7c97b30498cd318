import { FACE_LEFT, FACE_RIGHT, ONE, STATE_WORDS, Word } from '../../netcode/pong/state.ts';

/** A ball that moves further than this in a tick was put there, fixed-point: more than twice the fastest ball's 15 units. */
const TELEPORT = 32 * ONE;
/** Drawn time runs at most this much faster than the clock: it smooths catching up after a silence, and stays near what eyes follow. */
const MAX_RATE = 3;
/** A drawn ball may be this far, in court units, off what its speed allows before it counts as a jump: less than can be seen. */
const SNAP_TOLERANCE = 3;
/** A hit makes the ball faster by half a unit a tick; in units a tick. */
const SPEED_TOLERANCE = 1;

/** The recorded states that a picture is made from. */
export interface RecordedGame {
  /** Newest state. */
  readonly tick: number;
  holds(tick: number): boolean;
  read(tick: number, into: Int32Array): boolean;
}

/** What a new stretch of drawn time showed, to be heard and lit. Positions in court units. */
export type GameEvent =
  | { readonly type: 'hit'; readonly seat: 0 | 1; readonly x: number; readonly y: number; readonly hits: number }
  | { readonly type: 'wall'; readonly x: number; readonly y: number }
  | { readonly type: 'phase'; readonly phase: number; readonly winner: 0 | 1; readonly x: number; readonly y: number };

/**
 * How much of the way from the confirmed time to the newest time a ball is drawn at: 0 at the opponent's face and behind it,
 * 1 at our own face and behind it, in a straight line between (Sharkey, Ryan and Roberts 1998).
 * @param ballX centre, fixed-point
 */
export function perceptionWeight(ballX: number, ownSeat: 0 | 1): number {
  const fromLeft = (ballX - FACE_LEFT) / (FACE_RIGHT - FACE_LEFT);
  const weight = ownSeat === 1 ? fromLeft : 1 - fromLeft;
  return Math.max(0, Math.min(1, weight));
}

/** Whether the ball was put somewhere else between two neighbouring states, as before a serve. */
export function teleports(before: Int32Array, after: Int32Array): boolean {
  return (
    Math.abs((after[Word.ballX] ?? 0) - (before[Word.ballX] ?? 0)) > TELEPORT ||
    Math.abs((after[Word.ballY] ?? 0) - (before[Word.ballY] ?? 0)) > TELEPORT
  );
}

/** Decides at which time the ball is drawn, and where that is. All times in ticks, fractions allowed. */
export class DrawnBall {
  /** Time of the drawn ball; never goes back but for {@link restart}. */
  ballTick = 0;
  /** The drawn ball's centre, in court units. */
  x = 0;
  y = 0;
  /** Jumps bigger than the ball could have moved, so far. */
  snaps = 0;
  /** Words of the recorded state at or just before {@link ballTick}. */
  readonly words = new Int32Array(STATE_WORDS);
  /** What happened in the stretch of time that the newest frame added. */
  readonly gameEvents: GameEvent[] = [];

  readonly #seat: 0 | 1;
  readonly #before = new Int32Array(STATE_WORDS);
  readonly #after = new Int32Array(STATE_WORDS);
  #newest = 0;
  #fresh = true;

  constructor(ownSeat: 0 | 1) {
    this.#seat = ownSeat;
  }

  /** States have started over or gone back: nothing is drawn across that, and nothing counted. */
  restart(): void {
    this.#fresh = true;
  }

  /**
   * Moves the drawn time on.
   * @param confirmed up to here the opponent's inputs are known
   * @param newest up to here there are states; at least `confirmed`
   */
  frame(game: RecordedGame, confirmed: number, newest: number): void {
    this.gameEvents.length = 0;
    if (this.#fresh || this.ballTick > newest || !game.holds(Math.floor(this.ballTick))) {
      this.ballTick = this.#solve(game, confirmed, newest, confirmed);
      this.#newest = newest;
      this.#draw(game);
      this.#fresh = false;
      return;
    }
    const from = this.ballTick;
    const fastest = from + MAX_RATE * Math.max(0, newest - this.#newest);
    this.#newest = newest;
    this.ballTick = Math.min(fastest, this.#solve(game, confirmed, newest, from));
    this.#collect(game, Math.floor(from), Math.floor(this.ballTick));
    const { x, y } = this;
    this.#draw(game);
    this.#countSnap(x, y, this.ballTick - from);
  }

  /**
   * Where the recorded ball was at a time, in court units; between two states it is on the line between them, unless it was
   * put somewhere else, then it stays until the later one.
   */
  ballAt(game: RecordedGame, tick: number, into: { x: number; y: number }): void {
    const whole = Math.floor(tick);
    if (!game.read(whole, this.#before)) return;
    const fraction = tick - whole;
    const { [Word.ballX]: x = 0, [Word.ballY]: y = 0 } = this.#before;
    into.x = x / ONE;
    into.y = y / ONE;
    if (fraction === 0 || !game.read(whole + 1, this.#after) || teleports(this.#before, this.#after)) return;
    into.x += (((this.#after[Word.ballX] ?? 0) - x) / ONE) * fraction;
    into.y += (((this.#after[Word.ballY] ?? 0) - y) / ONE) * fraction;
  }

  /** First time from `from` on at which the ball is where that very time belongs: walks along its recorded path. */
  #solve(game: RecordedGame, confirmed: number, newest: number, from: number): number {
    const span = newest - confirmed;
    let at = from;
    let ahead = this.#ahead(game, at, confirmed, span);
    if (ahead === undefined || ahead <= 0) return at;
    while (at < newest) {
      const next = Math.min(Math.floor(at) + 1, newest);
      const nextAhead = this.#ahead(game, next, confirmed, span);
      if (nextAhead === undefined) return at;
      if (nextAhead <= 0) {
        if (this.#jumpsWithin(game, at, next)) return at;
        return at + (next - at) * (ahead / (ahead - nextAhead));
      }
      at = next;
      ahead = nextAhead;
    }
    return newest;
  }

  /** How far the time that belongs to the ball's place at `tick` is ahead of `tick`. */
  #ahead(game: RecordedGame, tick: number, confirmed: number, span: number): number | undefined {
    const whole = Math.floor(tick);
    if (!game.read(whole, this.#before)) return undefined;
    let x = this.#before[Word.ballX] ?? 0;
    if (tick > whole && game.read(whole + 1, this.#after) && !teleports(this.#before, this.#after)) {
      x += ((this.#after[Word.ballX] ?? 0) - x) * (tick - whole);
    }
    return confirmed + perceptionWeight(x, this.#seat) * span - tick;
  }

  #jumpsWithin(game: RecordedGame, from: number, to: number): boolean {
    return game.read(Math.floor(from), this.#before) && game.read(Math.ceil(to), this.#after) && teleports(this.#before, this.#after);
  }

  #collect(game: RecordedGame, from: number, to: number): void {
    for (let tick = from + 1; tick <= to; tick++) {
      if (!game.read(tick - 1, this.#before) || !game.read(tick, this.#after)) continue;
      const before = this.#before;
      const after = this.#after;
      const x = (after[Word.ballX] ?? 0) / ONE;
      const y = (after[Word.ballY] ?? 0) / ONE;
      const hits = after[Word.hits] ?? 0;
      if (before[Word.phase] !== after[Word.phase]) {
        this.gameEvents.push({ type: 'phase', phase: after[Word.phase] ?? 0, winner: after[Word.winner] === 1 ? 1 : 0, x, y });
      } else if (hits > (before[Word.hits] ?? 0)) {
        this.gameEvents.push({ type: 'hit', seat: (after[Word.ballVx] ?? 0) > 0 ? 0 : 1, x, y, hits });
      } else if (before[Word.ballVy] === -(after[Word.ballVy] ?? 0) && after[Word.ballVy] !== 0) {
        this.gameEvents.push({ type: 'wall', x, y });
      }
    }
  }

  #draw(game: RecordedGame): void {
    game.read(Math.floor(this.ballTick), this.words);
    this.ballAt(game, this.ballTick, this);
  }

  #countSnap(fromX: number, fromY: number, ticks: number): void {
    const { [Word.ballVx]: vx = 0, [Word.ballVy]: vy = 0 } = this.words;
    if (this.gameEvents.some(({ type }) => type === 'phase')) return;
    const couldMove = (Math.sqrt(vx * vx + vy * vy) / ONE + SPEED_TOLERANCE) * ticks + SNAP_TOLERANCE;
    const dx = this.x - fromX;
    const dy = this.y - fromY;
    if (dx * dx + dy * dy > couldMove * couldMove) this.snaps++;
  }
}
