import { checksumWords } from '../rollback/checksum.ts';
import { Bot } from './bot.ts';
import { awaits, pong } from './pong.ts';
import { READY, STATE_WORDS } from './state.ts';

/** Ticks of the golden trace: close to half an hour of play. */
export const GOLDEN_TICKS = 100_000;
/** A checksum is kept once in this many ticks; each follows from all states before it. */
export const GOLDEN_EVERY_TICKS = 1000;
/** Good bots play this many ticks, for long and fast rallies. Then inputs are random for as long, for everything else. */
const STRETCH_TICKS = 4096;

/**
 * Plays a fixed match and returns checksums along the way. Every JavaScript engine must give the numbers in
 * `golden-trace.txt`; one that does not would diverge from the others in a match. It runs unchanged in a browser.
 */
export function goldenTrace(): number[] {
  const game = pong(0x5eed);
  const state = game.create();
  const words = new Int32Array(STATE_WORDS);
  const inputs = new Int32Array(2);
  const bots = [new Bot(3, 0, 11), new Bot(3, 1, 12)] as const;
  const checksums: number[] = [];
  let random = 1;
  let running = 0;
  for (let tick = 1; tick <= GOLDEN_TICKS; tick++) {
    for (const seat of [0, 1] as const) {
      random = (Math.imul(random, 1664525) + 1013904223) | 0;
      const [bot0, bot1] = bots;
      if (awaits(state, seat) !== 'nothing') inputs[seat] = READY;
      else if ((tick & STRETCH_TICKS) === 0) inputs[seat] = (seat === 0 ? bot0 : bot1).axis(state);
      else if (random >>> 27 === 0) inputs[seat] = ((random >>> 8) % 15) - 7;
    }
    game.step(state, inputs);
    game.save(state, words, 0);
    running = (Math.imul(running, 31) + checksumWords(words, 0, STATE_WORDS)) | 0;
    if (tick % GOLDEN_EVERY_TICKS === 0) checksums.push(running);
  }
  return checksums;
}
