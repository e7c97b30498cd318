import { describe, expect, it } from 'vitest';
import { Follower } from './use-follow.ts';

const at = (scrollTop: number, clientHeight = 100, scrollHeight = 500) => ({ scrollTop, clientHeight, scrollHeight });

describe('a chat that was scrolled', () => {
  it('follows its newest line until the reader scrolls up, and again at its end', () => {
    const follower = new Follower();
    follower.scrolled(at(400));
    expect(follower.follows).toBe(true);
    follower.scrolled(at(300));
    expect(follower.follows).toBe(false);
    follower.scrolled(at(350));
    expect(follower.follows).toBe(false);
    follower.scrolled(at(399.4));
    expect(follower.follows).toBe(true);
  });

  it('still follows when it has become higher and lower again before the browser tells of it', () => {
    const follower = new Follower();
    follower.scrolled(at(400));
    follower.scrolled(at(340, 60));
    expect(follower.follows).toBe(true);
    follower.stands(at(440, 60));
    follower.scrolled(at(340, 60));
    expect(follower.follows).toBe(false);
  });

  it('still follows when it gets lower, higher or longer', () => {
    const follower = new Follower();
    follower.scrolled(at(400));
    follower.scrolled(at(400, 60));
    follower.scrolled(at(400, 100, 540));
    follower.scrolled(at(300, 200, 500));
    expect(follower.follows).toBe(true);
  });
});
