import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** Pixels by which a list may miss its end and still be there: fractions of a pixel on scaled screens, and a line's padding. */
const SLACK_PX = 8;

/** Where a list stands, as its element says. */
export interface Scrolled {
  readonly scrollTop: number;
  readonly clientHeight: number;
  readonly scrollHeight: number;
}

/** Whether a list follows its newest line, from how it is scrolled: until the reader scrolls up, and again at the end. */
export class Follower {
  follows = true;
  #top = 0;

  /** The list was scrolled, by the reader or by a change of its size. */
  scrolled({ scrollTop, clientHeight, scrollHeight }: Scrolled): void {
    const isAtEnd = scrollHeight - scrollTop - clientHeight <= SLACK_PX;
    if (isAtEnd) this.follows = true;
    else if (scrollTop < this.#top) this.follows = false;
    this.#top = scrollTop;
  }
}

/**
 * Keeps a list at its newest line, whatever its size becomes, unless the reader has scrolled up.
 * @param newest id of the newest line
 * @param open whether the list is shown whole: it begins at its end then
 * @returns whether there is something newer below, and what goes there
 */
export function useFollow(list: RefObject<HTMLElement | null>, newest: number | undefined, open: boolean): readonly [boolean, () => void] {
  const [follower] = useState(() => new Follower());
  const [isBehind, setBehind] = useState(false);
  const toEnd = (): void => {
    follower.follows = true;
    setBehind(false);
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (follower.follows) toEnd();
  }, [newest]);
  useLayoutEffect(toEnd, [open]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const onScroll = (): void => {
      follower.scrolled(element);
      setBehind(!follower.follows);
    };
    const watch = new ResizeObserver(() => {
      if (follower.follows) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', onScroll);
    watch.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      watch.disconnect();
    };
  }, [list, follower]);
  return [isBehind, toEnd];
}
