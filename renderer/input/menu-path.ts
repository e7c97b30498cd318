/** Where something on the screen is, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Directions of a d-pad. */
export type MenuDirection = 'up' | 'down' | 'left' | 'right';

/** How much farther something counts for lying beside the way, so that a column is walked down before the next is entered. */
const ASIDE = 3;

/**
 * Which of several boxes, in reading order, is next in a direction; where there is none, up and down go on in reading order and round, so that
 * everything can be reached.
 * @param from index of the box to go from; −1 for none
 * @returns an index; −1 to stay, or when there are no boxes
 */
export function nextBox(boxes: readonly Box[], from: number, direction: MenuDirection): number {
  const start = boxes[from];
  if (start === undefined) return direction === 'up' ? boxes.length - 1 : Math.min(0, boxes.length - 1);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, box] of boxes.entries()) {
    const distance = index === from ? undefined : distanceTo(start, box, direction);
    if (distance === undefined || distance >= least) continue;
    best = index;
    least = distance;
  }
  if (best >= 0 || direction === 'left' || direction === 'right') return best;
  const step = direction === 'down' ? 1 : -1;
  return (from + step + boxes.length) % boxes.length;
}

/** How far a box is in a direction; undefined when it does not lie there. */
function distanceTo(from: Box, to: Box, direction: MenuDirection): number | undefined {
  const [ahead, aside] = {
    up: [from.top - to.bottom, gap(from.left, from.right, to.left, to.right)],
    down: [to.top - from.bottom, gap(from.left, from.right, to.left, to.right)],
    left: [from.left - to.right, gap(from.top, from.bottom, to.top, to.bottom)],
    right: [to.left - from.right, gap(from.top, from.bottom, to.top, to.bottom)],
  }[direction] as [number, number];
  // Borders may touch, or lap over by a pixel that was rounded.
  if (ahead < -1) return undefined;
  // What lies wholly aside is left to reading order, or a button at the side would be skipped to.
  return direction === 'left' || direction === 'right' ? (aside > 0 ? undefined : ahead) : ahead + ASIDE * aside;
}

/** Distance between two spans; 0 when they overlap. */
function gap(low: number, high: number, otherLow: number, otherHigh: number): number {
  return Math.max(0, otherLow - high, low - otherHigh);
}
