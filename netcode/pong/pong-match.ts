import { checksumWords } from '../rollback/checksum.ts';
import type { Match } from '../rollback/match.ts';
import { awaits, commit, pong } from './pong.ts';
import { Phase, READY, STATE_WORDS, TICKS_PER_SECOND, Word } from './state.ts';

/** Long enough for serves, hits, walls and points of both seats. */
const RULES_TICKS = 3000;

/** Checksum of a fixed match. Any change of the rules changes it, so no version number has to be raised by hand. */
function rulesChecksum(): number {
  const game = pong(1);
  const state = game.create();
  const inputs = new Int32Array(2);
  let checksum = 0;
  for (let tick = 0; tick < RULES_TICKS; tick++) {
    const ready = awaits(state, 0) === 'checkpoint';
    inputs[0] = ready ? READY : ((tick >> 4) % 15) - 7;
    inputs[1] = ready ? READY : ((tick >> 5) % 13) - 6;
    game.step(state, inputs);
    if ((tick & 63) === 0) checksum = (Math.imul(checksum, 31) + checksumWords(state, 0, STATE_WORDS)) | 0;
  }
  return checksum;
}

/** Pong as a session plays it. */
export const pongMatch = {
  game: pong,
  rules: rulesChecksum(),
  ticksPerSecond: TICKS_PER_SECOND,
  waits: { ready: READY, awaits },
  keeps: { checkpointNumber: (words) => (words[Word.rallies] ?? 0) + (words[Word.phase] === Phase.point ? 1 : 0), commit },
  rests: (words) => words[Word.phase] !== Phase.rally,
  winner: (words) => (words[Word.phase] === Phase.over ? (words[Word.winner] === 1 ? 1 : 0) : undefined),
} satisfies Match<Int32Array>;
