import { AXIS_MAX, ONE, PADDLE_STEP } from '../../netcode/pong/state.ts';

/** What all devices hold now. Directions: negative is up, positive is down. */
export interface Held {
  /** Keys and d-pads. */
  readonly up: boolean;
  readonly down: boolean;
  /** Vertical stick of a gamepad, −1…1. */
  readonly stick: number;
  /** Where a mouse or finger points, in court units from the top; undefined while neither steers. */
  readonly pointerY: number | undefined;
}

/** Sticks rest up to this far off the middle when they are worn. */
export const STICK_DEAD_ZONE = 0.2;

/** Court units that a paddle moves per tick and axis step. */
export const UNITS_PER_AXIS_STEP = PADDLE_STEP / ONE;

/**
 * One axis value from all devices. Digital devices win over the stick and the stick over the pointer,
 * because a resting mouse points somewhere too.
 * @param paddleY centre of the own paddle in court units, for the pointer
 * @returns a whole number −7…7
 */
export function mergeAxis({ up, down, stick, pointerY }: Held, paddleY: number): number {
  if (up !== down) return up ? -AXIS_MAX : AXIS_MAX;
  if (up) return 0;
  const pushed = stickAxis(stick);
  if (pushed !== 0) return pushed;
  return pointerY === undefined ? 0 : pointerAxis(pointerY, paddleY);
}

/** Maps a stick's −1…1 to an axis; the dead zone is cut off and the rest stretched, so that slow movement stays possible. */
export function stickAxis(stick: number): number {
  const size = Math.abs(stick);
  if (!(size > STICK_DEAD_ZONE)) return 0;
  const steps = Math.max(1, Math.round(((Math.min(size, 1) - STICK_DEAD_ZONE) / (1 - STICK_DEAD_ZONE)) * AXIS_MAX));
  return stick < 0 ? -steps : steps;
}

/** As fast as needed to be where the pointer is after one tick, rounded towards rest so that the paddle does not tremble. */
export function pointerAxis(pointerY: number, paddleY: number): number {
  const steps = Math.trunc((pointerY - paddleY) / UNITS_PER_AXIS_STEP);
  return Math.max(-AXIS_MAX, Math.min(AXIS_MAX, steps)) || 0;
}
