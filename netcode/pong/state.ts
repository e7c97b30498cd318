/**
 * Where each value of a Pong state lives. A state is an Int32Array of {@link STATE_WORDS} words; positions and speeds are
 * fixed-point, {@link ONE} to the court unit.
 */
export const Word = {
  /** One of {@link Phase}. */
  phase: 0,
  /** Ticks since the phase began. */
  phaseTicks: 1,
  /** Centre of the ball. */
  ballX: 2,
  ballY: 3,
  /** Ball's movement per tick. During `serve` the ball rests and this is where it will go. */
  ballVx: 4,
  ballVy: 5,
  /** Centre of each paddle, seat 0 (left) and seat 1 (right). */
  paddle0Y: 6,
  paddle1Y: 7,
  /** Committed points: a rally counts once both players have it on disk. */
  score0: 8,
  score1: 9,
  /** Seat that serves: the ball leaves the middle towards the other seat. */
  server: 10,
  /** Paddle hits in this rally; the ball's speed follows from it. */
  hits: 11,
  /** Bit 0 and bit 1: seats that have said {@link READY} in this phase. */
  ready: 12,
  /** Seat that won the rally being committed, in phase `point`; the winner of the match in `over`. */
  winner: 13,
  /** Rallies committed since the first match of the two began, rematches included: the number of the newest checkpoint. */
  rallies: 14,
  /** State of the random generator that picks serves; never 0. */
  random: 15,
} as const;

/** 32-bit words of a Pong state. */
export const STATE_WORDS = 16;

/** An array that has all {@link STATE_WORDS} words. */
export type PongWords = Int32Array & Record<(typeof Word)[keyof typeof Word], number>;

/** What the game is doing. */
export const Phase = {
  /** Before the first serve of a match: {@link COUNTDOWN_TICKS}. */
  countdown: 0,
  /** The ball rests in the middle and shows where it will go: {@link SERVE_TICKS}. */
  serve: 1,
  rally: 2,
  /** After a rally: at least {@link POINT_TICKS}, and until both seats are ready. */
  point: 3,
  /** A seat has {@link POINTS_TO_WIN}; when both are ready, a new match starts. */
  over: 4,
} as const;

/** Ticks of simulation per second, on which both peers must agree. */
export const TICKS_PER_SECOND = 60;

/** Fixed-point units in one court unit: 8 bits keep every product below 2^31. */
export const ONE = 256;

/** Court size in court units, 16:9. */
export const COURT_WIDTH = 960;
export const COURT_HEIGHT = 540;

/** Half the ball's side, and half the paddle's height, in court units. */
export const BALL_RADIUS = 8;
export const PADDLE_HALF_HEIGHT = 46;

/** Distance between a wall behind a paddle and the paddle's front face, in court units. */
export const PADDLE_FACE = 44;
/** Centre of a ball that touches the left or right paddle's face, fixed-point. */
export const FACE_LEFT = (PADDLE_FACE + BALL_RADIUS) * ONE;
export const FACE_RIGHT = (COURT_WIDTH - PADDLE_FACE - BALL_RADIUS) * ONE;
/** Drawn thickness of a paddle behind its face, in court units. */
export const PADDLE_THICKNESS = 14;

/** Three seconds: long enough to put hands on the keys and for pacing to settle. */
export const COUNTDOWN_TICKS = 180;
/** 0.8 s: long enough to read the arrow on a far link. */
export const SERVE_TICKS = 48;
/** 0.9 s: hides the disk write and the round trip of a commit on any link that can be played. */
export const POINT_TICKS = 54;
/** The first to 11 wins, as in table tennis. */
export const POINTS_TO_WIN = 11;

/** Largest axis value a player can give, either way. */
export const AXIS_MAX = 7;
/** What a paddle moves per tick and axis step, fixed-point: 9.2 units at full axis, the court's height in just under a second, slower than the fastest steep ball. */
export const PADDLE_STEP = 336;
/** The input that means "ready" (checkpoint on disk, or rematch) instead of an axis: the one 4-bit value that no axis uses. */
export const READY = -8;
