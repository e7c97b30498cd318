import { Bot } from '../../pong/bot.ts';
import { DelayWire } from './delay-wire.ts';
import type { Library } from './others/library.ts';

/** Length of a tick, in ms. */
export const TICK_MS = 1000 / 60;
/** Frames in which a library has connected and begun to play, at the latest: its first words need a few round trips, and timers of seconds. */
const START_FRAMES = 3000;

/** Whole ticks of a match of two bots in one process: on each side what has arrived is taken, the tick is played and confirmed, and a packet leaves. */
export interface WholeTicks {
  /** Plays one tick of both sides. */
  frame(): void;
  /** Ticks that both sides have played, in sum. */
  readonly ticks: number;
  /** @throws Error when the two sides did not confirm the same */
  check(): void;
}

/** A match of another library, or undefined when it does not begin. */
export async function ticksOf(library: Library): Promise<WholeTicks | undefined> {
  const wires = [new DelayWire(), new DelayWire()] as const;
  const peers = await library.connect(wires, [new Bot(2, 0, 1), new Bot(2, 1, 2)]);
  let nowMs = 0;
  const frame = (): void => {
    nowMs += TICK_MS;
    for (const wire of wires) wire.next();
    for (const peer of peers) {
      peer.poll?.(nowMs);
      peer.frame(nowMs);
    }
  };
  for (let i = 0; !peers.every(({ playing, tick }) => playing && tick > 0); i++) {
    if (i === START_FRAMES) return undefined;
    frame();
    // Some begin with promises.
    await Promise.resolve();
  }
  return {
    frame,
    get ticks() {
      return peers[0].tick + peers[1].tick;
    },
    check() {
      if (peers.some(({ corrected }) => corrected > 0)) throw new Error(`the two sides of ${library.name} played different states`);
    },
  };
}
