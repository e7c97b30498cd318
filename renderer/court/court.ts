import type { Rollback } from 'paddlewire-netcode';
import type { Settings } from '../../electron/contract/desktop.ts';
import { COURT_HEIGHT, COURT_WIDTH, ONE, Phase, READY, STATE_WORDS, TICKS_PER_SECOND, Word } from '../../netcode/pong/state.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { MatchView } from '../match/match-view.ts';
import { CourtClock } from './court-clock.ts';
import { DrawnBall, type GameEvent, type RecordedGame } from './drawn-ball.ts';
import { HitStop } from './hit-stop.ts';
import { OwnPaddle } from './own-paddle.ts';
import { BALL, LINE, SEAT_COLORS } from './palette.ts';
import { Scene } from './scene.ts';
import { Shake } from './shake.ts';
import { type CourtRect, Surface } from './surface.ts';
import type { WireSource } from './wire.ts';

/** Which effects are drawn. */
export interface CourtOptions {
  readonly effects: Settings['effects'];
  /** Leaves out all that moves without being part of the game. */
  readonly reducedMotion: boolean;
}

/** What a court is drawn from: a match, or a recording of one. */
export interface CourtView extends WireSource, Pick<MatchView, 'kind' | 'seat' | 'epoch' | 'confirmedTick' | 'tickedAtMs'> {
  readonly game: DrawnGame;
}
type DrawnGame = RecordedGame & Pick<Rollback<Int32Array>, 'delayTicks' | 'inputAt'>;

/** A lost drawing context is waited for this long before all is built anew, in ms: the graphics driver is often still starting. */
const REBUILD_MS = 400;
/** A frame later than this, in ms, is drawn as if it came now: the window was hidden, and effects should not leap. */
const LONGEST_FRAME_MS = 100;
/** Hits after which a rally's flashes and knocks are at their strongest. */
const STRONGEST_HITS = 12;

/** Draws a match: our paddle where our input has it, the other's where it truly was, the ball in between (see {@link DrawnBall}). */
export class Court {
  /** What the drawn ball just did, for the sounds. */
  onGameEvent: ((gameEvent: GameEvent) => void) | undefined;

  readonly #host: HTMLElement;
  readonly #placeNow: () => CourtRect | undefined;
  readonly #plain: boolean;
  #surface: Surface;
  #scene: Scene;
  #lost = false;
  #options: CourtOptions = { effects: { trail: true, shake: true, hitStop: true, bloom: true }, reducedMotion: false };
  #view: CourtView | undefined;
  #game: DrawnGame | undefined;
  #epoch = -1;
  #drawnBall = new DrawnBall(0);
  #earlierSnaps = 0;
  #own = new OwnPaddle();
  #nowMs = 0;
  readonly #clock = new CourtClock();
  readonly #hitStop = new HitStop();
  readonly #shake = new Shake();
  readonly #before = new Int32Array(STATE_WORDS);
  readonly #after = new Int32Array(STATE_WORDS);
  readonly #ball = { x: 0, y: 0 };

  private constructor(host: HTMLElement, placeNow: () => CourtRect | undefined, surface: Surface, plain: boolean) {
    this.#host = host;
    this.#placeNow = placeNow;
    this.#plain = plain;
    this.#surface = surface;
    this.#scene = new Scene(surface.software);
    this.#watch();
  }

  /**
   * Puts a canvas into `host`, which fills the window.
   * @param placeNow the part of the window that is left for the court; undefined for all of it. Asked in each frame.
   * @param plain draws everything from the newest predicted state, as rollback games usually do: for comparison only
   * @throws Error when the browser can draw neither with WebGL nor on a 2D canvas
   */
  static async open(host: HTMLElement, placeNow: () => CourtRect | undefined, plain = false): Promise<Court> {
    return new Court(host, placeNow, await Surface.open(host), plain);
  }

  /** Jumps of the drawn ball that a player could see, so far; there should be none. */
  get snaps(): number {
    return this.#earlierSnaps + this.#drawnBall.snaps;
  }

  /** What the centre line says of the link. */
  get wire(): Scene['wire']['word'] {
    return this.#scene.wire.word;
  }

  setOptions(options: CourtOptions): void {
    this.#options = options;
    if (options.reducedMotion || !options.effects.trail) this.#scene.trail.clear();
    if (options.reducedMotion || !options.effects.hitStop) this.#hitStop.clear();
    if (options.reducedMotion || !options.effects.shake) this.#shake.clear();
  }

  /** From window pixels to court units, which may lie outside the court. */
  toCourtY(clientY: number): number {
    return (clientY - this.#surface.canvasTop - this.#surface.top) / this.#surface.scale;
  }

  /**
   * Draws one picture.
   * @param nowMs `performance.now()`
   * @param view undefined draws the empty court
   * @param ownAxis what the player gives in this frame, −7…7
   */
  frame(nowMs: number, view: CourtView | undefined, ownAxis: number): void {
    if (this.#lost) return;
    const passedMs = Math.min(LONGEST_FRAME_MS, Math.max(0, nowMs - this.#nowMs));
    this.#nowMs = nowMs;
    if (view !== this.#view) this.#open(view);
    if (view === undefined) this.#clear();
    else this.#drawMatch(view, ownAxis, nowMs, passedMs);
    const scene = this.#scene;
    scene.wire.frame(nowMs, passedMs, view, this.#options.reducedMotion);
    scene.trail.frame(nowMs);
    scene.sparks.frame(passedMs);
    scene.flashes.frame(passedMs);
    this.#shake.frame(passedMs);
    this.#place();
    this.#surface.render(scene.root);
  }

  #drawMatch(view: CourtView, ownAxis: number, nowMs: number, passedMs: number): void {
    const { game } = view;
    if (game !== this.#game || view.epoch !== this.#epoch) this.#restart(view);
    const clock = this.#clock;
    clock.frame(nowMs, game.tick, view.tickedAtMs, view.confirmedTick);
    const before = this.#drawnBall.ballTick;
    this.#drawnBall.frame(game, this.#known, clock.newest);
    this.#drawPaddles(view, ownAxis, nowMs, passedMs);
    this.#stopOnHits(this.#drawnBall.ballTick - before);
    for (const gameEvent of this.#drawnBall.gameEvents) {
      this.#light(gameEvent);
      this.onGameEvent?.(gameEvent);
    }
    this.#drawBall(game, nowMs);
    const own = view.kind === 'show' ? undefined : view.seat;
    for (const seat of [0, 1] as const) this.#scene.paddles[seat].setOwn(seat === own);
  }

  /** Time at which the other paddle is drawn. */
  get #known(): number {
    return this.#plain ? this.#clock.newest : this.#clock.confirmed;
  }

  #drawPaddles(view: CourtView, ownAxis: number, nowMs: number, passedMs: number): void {
    const { game, seat, kind } = view;
    const bloom = this.#options.effects.bloom;
    const [left, right] = this.#scene.paddles;
    const own = seat === 1 ? right : left;
    const other = seat === 1 ? left : right;
    const ownWord = seat === 1 ? Word.paddle1Y : Word.paddle0Y;
    const otherWord = seat === 1 ? Word.paddle0Y : Word.paddle1Y;
    other.frame(this.#paddleAt(game, this.#known, otherWord), passedMs, bloom);
    if (kind === 'show' || seat === undefined) {
      own.frame(this.#paddleAt(game, this.#clock.newest, ownWord), passedMs, bloom);
      return;
    }
    game.read(game.tick, this.#before);
    const sinceTick = Math.min(1, Math.max(0, ((nowMs - view.tickedAtMs) * TICKS_PER_SECOND) / 1000));
    // With an input delay, the next movement was decided by an earlier input.
    const decided = game.delayTicks > 0 ? game.inputAt(seat, game.tick) : ownAxis;
    const axis = decided === READY ? 0 : decided;
    own.frame(this.#own.frame((this.#before[ownWord] ?? 0) / ONE, axis, sinceTick, passedMs), passedMs, bloom);
  }

  #paddleAt(game: DrawnGame, tick: number, word: number): number {
    const whole = Math.floor(tick);
    const known = game.read(whole, this.#before) || game.read(game.tick, this.#before);
    const y = known ? (this.#before[word] ?? 0) : (COURT_HEIGHT / 2) * ONE;
    if (!game.read(whole + 1, this.#after)) return y / ONE;
    return (y + ((this.#after[word] ?? 0) - y) * (tick - whole)) / ONE;
  }

  #stopOnHits(passedTicks: number): void {
    const { effects, reducedMotion } = this.#options;
    if (!effects.hitStop || reducedMotion) return;
    const hits = this.#drawnBall.gameEvents.some(({ type }) => type === 'hit');
    const passed = Math.max(0, passedTicks);
    if (!hits) {
      this.#hitStop.frame(passed);
      return;
    }
    // The ball touches the paddle at a whole tick: it is held right there.
    const sinceHit = Math.min(passed, this.#drawnBall.ballTick - Math.floor(this.#drawnBall.ballTick));
    this.#hitStop.frame(passed - sinceHit);
    this.#hitStop.hit();
    this.#hitStop.frame(sinceHit);
  }

  #drawBall(game: DrawnGame, nowMs: number): void {
    const scene = this.#scene;
    const drawnBall = this.#drawnBall;
    const { [Word.phase]: phase, [Word.phaseTicks]: phaseTicks = 0, [Word.ballVx]: vx = 0, [Word.ballVy]: vy = 0 } = drawnBall.words;
    const serving = phase === Phase.serve;
    if (serving) {
      const color = SEAT_COLORS[drawnBall.words[Word.server] === 1 ? 1 : 0];
      scene.arrow.show(phaseTicks + drawnBall.ballTick - Math.floor(drawnBall.ballTick), vx, vy, color);
    } else scene.arrow.hide();
    scene.ball.visible = serving || phase === Phase.rally;
    if (phase === Phase.rally) {
      drawnBall.ballAt(game, drawnBall.ballTick - this.#hitStop.lagTicks, this.#ball);
    } else {
      this.#ball.x = drawnBall.x;
      this.#ball.y = drawnBall.y;
    }
    scene.ball.position.set(this.#ball.x, this.#ball.y);
    scene.ballHalo.visible = this.#options.effects.bloom;
    const trails = this.#options.effects.trail && !this.#options.reducedMotion;
    if (trails && phase === Phase.rally) scene.trail.follow(this.#ball.x, this.#ball.y, SEAT_COLORS[vx > 0 ? 0 : 1], nowMs);
    else scene.trail.lift();
  }

  #light(gameEvent: GameEvent): void {
    const { effects, reducedMotion } = this.#options;
    const { sparks, flashes, paddles } = this.#scene;
    if (gameEvent.type === 'hit') {
      const { seat, x, y } = gameEvent;
      const strength = Math.min(1, gameEvent.hits / STRONGEST_HITS);
      const away = seat === 0 ? 1 : -1;
      paddles[seat].hit(!reducedMotion);
      if (effects.bloom) flashes.add(x, y, 190, 190, SEAT_COLORS[seat], 0.4 + 0.25 * strength, 260);
      if (effects.bloom && !reducedMotion) sparks.burst(x - away * 8, y, away, SEAT_COLORS[seat], 6 + Math.round(6 * strength), strength);
      if (effects.shake && !reducedMotion) this.#shake.knock(seat === 0 ? -1 : 1, 0.2 + 0.3 * strength);
    } else if (gameEvent.type === 'wall') {
      if (effects.bloom) flashes.add(gameEvent.x, gameEvent.y < COURT_HEIGHT / 2 ? 0 : COURT_HEIGHT, 260, 44, LINE, 0.6, 380);
    } else if (gameEvent.phase === Phase.point) {
      const color = SEAT_COLORS[gameEvent.winner];
      const lostAt = gameEvent.winner === 0 ? COURT_WIDTH : 0;
      if (effects.bloom) flashes.add(lostAt, gameEvent.y, 260, 620, color, 0.6, 700);
      if (effects.bloom && !reducedMotion) sparks.burst(lostAt, gameEvent.y, gameEvent.winner === 0 ? -1 : 1, color, 24, 1);
      if (effects.shake && !reducedMotion) this.#shake.knock(gameEvent.winner === 0 ? 1 : -1, 1);
    } else if (gameEvent.phase === Phase.rally && effects.bloom) {
      flashes.add(gameEvent.x, gameEvent.y, 120, 120, BALL, 0.35, 220);
    }
  }

  #open(view: CourtView | undefined): void {
    this.#view = view;
    this.#game = undefined;
    this.#clear();
    if (view === undefined) return;
    this.#earlierSnaps += this.#drawnBall.snaps;
    // Seen from the side, nothing is predicted: the two times between which a seat weighs are the same.
    this.#drawnBall = new DrawnBall(view.seat ?? 0);
    this.#own = new OwnPaddle();
  }

  #restart(view: CourtView): void {
    this.#game = view.game;
    this.#epoch = view.epoch;
    this.#clock.restart();
    this.#drawnBall.restart();
    this.#hitStop.clear();
    this.#scene.trail.clear();
  }

  #clear(): void {
    const scene = this.#scene;
    for (const paddle of scene.paddles) paddle.hide();
    scene.ball.visible = false;
    scene.arrow.hide();
    scene.trail.clear();
    scene.sparks.clear();
    scene.flashes.clear();
    this.#hitStop.clear();
    this.#shake.clear();
  }

  #place(): void {
    const surface = this.#surface;
    surface.fit(this.#placeNow());
    const { court } = this.#scene;
    court.scale.set(surface.scale);
    court.position.set(surface.left + this.#shake.x * surface.scale, surface.top + this.#shake.y * surface.scale);
  }

  /** Pixi comes back only from losses that it caused itself, so after any other all is built anew. */
  #watch(): void {
    const { canvas } = this.#surface;
    canvas.addEventListener('webglcontextlost', () => {
      if (this.#lost || canvas !== this.#surface.canvas) return;
      this.#lost = true;
      diagnostics.note('court', 'the graphics context was lost');
      setTimeout(() => void this.#rebuild(), REBUILD_MS);
    });
  }

  async #rebuild(): Promise<void> {
    try {
      const surface = await Surface.open(this.#host);
      this.#surface.destroy();
      this.#surface = surface;
      this.#scene = new Scene(surface.software);
      this.#lost = false;
      this.#watch();
    } catch (error) {
      diagnostics.note('court', 'not drawn again yet', error);
      setTimeout(() => void this.#rebuild(), REBUILD_MS);
    }
  }
}
