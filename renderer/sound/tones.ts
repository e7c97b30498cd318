/** A short tone, made of nothing but a wave and an envelope. */
export interface Tone {
  readonly wave: 'sine' | 'triangle';
  /** From and to, in Hz; equal for a steady tone. */
  readonly fromHz: number;
  readonly toHz: number;
  readonly ms: number;
  /** 0…1 of the set volume. */
  readonly gain: number;
  /** When it starts, in ms from now. */
  readonly afterMs?: number;
}

/** Semitones over the lowest hit that a rally climbs: a pentatonic scale has no wrong next note. */
const CLIMB = [0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24] as const;
/** D4: low enough to climb two octaves from and stay soft. */
const HIT_HZ = 293.66;

const semitones = (count: number): number => 2 ** (count / 12);

/**
 * A paddle's hit: a dull knock, and above it a note that climbs through the rally.
 * @param hits in this rally, from 1
 * @param own our paddle sounds nearer than the other's
 */
export function hitTones(hits: number, own: boolean): readonly Tone[] {
  const step = CLIMB[Math.min(CLIMB.length - 1, Math.floor(Math.max(0, hits - 1) / 2))] ?? 0;
  const hz = HIT_HZ * semitones(step);
  const near = own ? 1 : 0.65;
  return [
    { wave: 'triangle', fromHz: hz, toHz: hz, ms: 110, gain: 0.42 * near },
    { wave: 'sine', fromHz: 190, toHz: 70, ms: 60, gain: 0.5 * near },
  ];
}

export const WALL_TONES: readonly Tone[] = [{ wave: 'sine', fromHz: 150, toHz: 110, ms: 70, gain: 0.3 }];

export const SERVE_TONES: readonly Tone[] = [{ wave: 'sine', fromHz: 620, toHz: 980, ms: 90, gain: 0.2 }];

/** A point: up for ours, down for theirs. */
export function pointTones(won: boolean): readonly Tone[] {
  const [first, second] = won ? [440, 659.26] : [329.63, 220];
  return [
    { wave: 'triangle', fromHz: first, toHz: first, ms: 140, gain: 0.34 },
    { wave: 'triangle', fromHz: second, toHz: second, ms: 260, gain: 0.34, afterMs: 110 },
  ];
}

/** A second of the countdown: the last, 0, is higher and longer. */
export function countdownTones(secondsLeft: number): readonly Tone[] {
  const hz = secondsLeft > 0 ? 440 : 880;
  return [{ wave: 'sine', fromHz: hz, toHz: hz, ms: secondsLeft > 0 ? 90 : 260, gain: 0.3 }];
}

/** Something of a menu was chosen, or the choice moved on. */
export const PRESS_TONES: readonly Tone[] = [
  { wave: 'triangle', fromHz: 520, toHz: 520, ms: 45, gain: 0.3 },
  { wave: 'sine', fromHz: 780, toHz: 780, ms: 70, gain: 0.22, afterMs: 30 },
];
export const MOVE_TONES: readonly Tone[] = [{ wave: 'sine', fromHz: 1250, toHz: 1150, ms: 28, gain: 0.32 }];

/** The end of a match: a chord that opens, or one that falls. */
export function overTones(won: boolean): readonly Tone[] {
  const notes = won ? [293.66, 369.99, 440, 587.33] : [293.66, 261.63, 233.08, 174.61];
  return notes.map((hz, i) => ({
    wave: 'triangle',
    fromHz: hz,
    toHz: hz,
    ms: i === notes.length - 1 ? 700 : 240,
    gain: 0.3,
    afterMs: i * 130,
  }));
}
