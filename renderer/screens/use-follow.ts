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
  #last: Scrolled = { scrollTop: 0, clientHeight: 0, scrollHeight: 0 };

  /** The list was scrolled, by the reader or by a change of its size: a browser tells of that later, when the size may have changed again. */
  scrolled(now: Scrolled): void {
    const { scrollTop, clientHeight, scrollHeight } = now;
    const isAtEnd = scrollHeight - scrollTop - clientHeight <= SLACK_PX;
    const byReader = clientHeight === this.#last.clientHeight && scrollHeight === this.#last.scrollHeight;
    if (isAtEnd) this.follows = true;
    else if (byReader && scrollTop < this.#last.scrollTop) this.follows = false;
    this.stands(now);
  }

  /** Takes note of where the list stands, after nobody but the page has scrolled it. */
  stands({ scrollTop, clientHeight, scrollHeight }: Scrolled): void {
    this.#last = { scrollTop, clientHeight, scrollHeight };
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
    if (list.current === null) return;
    list.current.scrollTop = list.current.scrollHeight;
    follower.stands(list.current);
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
      follower.stands(element);
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
