/** What is read of a Gamepad. */
export interface PadSample {
  readonly id: string;
  readonly index: number;
  readonly connected: boolean;
  /** `standard` for pads that the browser knows; empty for others, whose axes and buttons may lie anywhere. */
  readonly mapping: string;
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
}

/** Buttons of the standard mapping that are used by their place. */
export const PadButton = { start: 9, up: 12, down: 13, left: 14, right: 15 } as const;

/** Where the d-pad of a pad is. */
export type Cross = 'buttons' | 'hat' | 'axes' | 'none';

/** Axis of a hat with eight directions in one value, as Chromium has it on Windows and macOS. */
const HAT = 9;
/** Two axes of a d-pad, as Linux has them. */
const CROSS_X = 6;
const CROSS_Y = 7;
/** Directions of a hat: −1 is up, then clockwise in steps of 2/7; at rest it is beyond 1. */
const HAT_STEPS = 7;
/** Values of a hat are exact but for rounding. */
const HAT_TOLERANCE = 0.05;

/** Where first sticks are, as x and y, by how common they are. */
export const STICKS = [
  [0, 1],
  [2, 3],
  [3, 4],
  [2, 5],
] as const;

/** Half of the way of a trigger, or of the axis of a d-pad. */
const HALF = 0.5;

/** Where a pad has its d-pad. */
export function crossPlace({ mapping, axes, buttons }: PadSample): Cross {
  if (mapping === 'standard') return 'buttons';
  if (axes.length > HAT) return 'hat';
  if (axes.length > CROSS_Y) return 'axes';
  return buttons.length > PadButton.right ? 'buttons' : 'none';
}

/** Which directions of the d-pad are pressed, in the order up, down, left, right. */
export function crossOf({ axes, buttons }: PadSample, cross: Cross): readonly [up: boolean, down: boolean, left: boolean, right: boolean] {
  switch (cross) {
    case 'buttons': {
      const pressed = (button: number): boolean => isPressed(buttons[button]);
      return [pressed(PadButton.up), pressed(PadButton.down), pressed(PadButton.left), pressed(PadButton.right)];
    }
    case 'hat': {
      const turn = (((axes[HAT] ?? Number.NaN) + 1) / 2) * HAT_STEPS;
      const direction = Math.round(turn);
      // Between two directions or beyond the last, it rests.
      const at = direction <= HAT_STEPS && Math.abs(turn - direction) <= (HAT_TOLERANCE * HAT_STEPS) / 2 ? direction : -1;
      return [at === 0 || at === 1 || at === 7, at >= 3 && at <= 5, at >= 5 && at <= 7, at >= 1 && at <= 3];
    }
    case 'axes': {
      const x = axisValue(axes, CROSS_X);
      const y = axisValue(axes, CROSS_Y);
      return [y < -HALF, y > HALF, x < -HALF, x > HALF];
    }
    case 'none':
      return [false, false, false, false];
  }
}

/** An axis's value, −1…1; 0 when there is none, or when it is no number. */
export function axisValue(axes: readonly number[], axis: number): number {
  return Math.max(-1, Math.min(1, axes[axis] ?? 0)) || 0;
}

/** Whether a button is pressed; triggers of some pads only have a value. */
export function isPressed(button: PadSample['buttons'][number] | undefined): boolean {
  return button !== undefined && (button.pressed || button.value > HALF);
}
