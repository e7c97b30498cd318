/** A part of the desktop, in CSS pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where and how large a window is wanted; without `x` and `y` the system puts it where it likes. */
export interface WantedPlace {
  readonly x: number | undefined;
  readonly y: number | undefined;
  readonly width: number;
  readonly height: number;
}

/** So much of a window's top edge has to be on a screen that it can be taken hold of and moved, in CSS pixels. */
const GRIP_PX = 80;

/**
 * Puts a window where it can be reached: not larger than a screen, and not on one that is no longer there.
 *
 * @param screens what each screen leaves for windows, the main one first
 */
export function reachablePlace({ x, y, width, height }: WantedPlace, screens: readonly Area[]): WantedPlace {
  const [main] = screens;
  if (main === undefined) return { x, y, width, height };
  const under =
    x === undefined || y === undefined
      ? undefined
      : screens.find(
          (screen) =>
            x + width >= screen.x + GRIP_PX &&
            x <= screen.x + screen.width - GRIP_PX &&
            y >= screen.y &&
            y <= screen.y + screen.height - GRIP_PX,
        );
  const screen = under ?? main;
  const size = { width: Math.min(width, screen.width), height: Math.min(height, screen.height) };
  return under === undefined ? { x: undefined, y: undefined, ...size } : { x, y, ...size };
}
