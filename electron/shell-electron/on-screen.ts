/** A part of the desktop, in CSS pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a window can be seen as a whole: on the screen that shows most of it, or on the first one when none shows any, because the one that it was
 * meant for is not connected.
 *
 * @param screens what windows may cover of each screen, at least one
 */
export function onScreen(wanted: Area, screens: readonly [Area, ...Area[]]): Area {
  let [best] = screens;
  for (const screen of screens) if (sharedPixels(wanted, screen) > sharedPixels(wanted, best)) best = screen;
  const width = Math.min(wanted.width, best.width);
  const height = Math.min(wanted.height, best.height);
  return {
    x: Math.max(best.x, Math.min(wanted.x, best.x + best.width - width)),
    y: Math.max(best.y, Math.min(wanted.y, best.y + best.height - height)),
    width,
    height,
  };
}

function sharedPixels(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
