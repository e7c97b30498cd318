import { Rollback, syncTest } from 'paddlewire-netcode';
import { CLEAN, LocalConnection } from 'paddlewire-netcode/local';
import { makeJoinCode, parseJoinCode } from 'paddlewire-netcode/rendezvous';
import { Session } from 'paddlewire-netcode/session';
import { Table } from 'paddlewire-netcode/table';
import { plainName } from 'paddlewire-netcode/text';
import { tanks, tanksMatch } from './tanks.js';

const optionsOf = (localId: number) => ({
  localId,
  remoteId: 3 - localId,
  name: plainName(`Tank ${localId}`),
  seed: 7,
  sessionToken: new Uint8Array(8),
  inputFor: (tick: number) => (tick >> (2 + localId)) % 8,
  inputDelayTicks: 1,
  graceMs: 15_000,
  resumeSecret: new Uint8Array(32),
});

/** Plays a short match over a lossy link. @returns what both sides hold of their newest common tick */
function play<Side extends Session<Int32Array>>(left: Side, right: Side): string {
  const connection = new LocalConnection([left, right], { ...CLEAN, delayMs: 40, loss: 0.1 }, 1);
  connection.run(5000);
  const tick = Math.min(left.confirmedTick, right.confirmedTick);
  const [mine, theirs] = [left, right].map((side) => {
    const words = new Int32Array(tanks.stateWords);
    side.game.read(tick, words);
    return words.join();
  });
  if (mine === undefined || mine !== theirs) throw new Error(`the states of tick ${tick} differ: ${mine} and ${theirs}`);
  return `${tick} ${mine}`;
}

const difference = syncTest(tanks, 300, (seat, tick) => (tick >> (4 + seat)) % 8);
if (difference !== undefined) throw new Error(`tick ${difference.tick} came out differently`);
const engine = new Rollback(tanks);
engine.addLocal(0, 1);
if (!engine.advance()) throw new Error('the engine did not play');
if (!('secret' in parseJoinCode('K7QF-3M9X')) && makeJoinCode.length !== 1) throw new Error('no join codes');
if (typeof Table !== 'function') throw new Error('no table');
const played = play(new Session(tanksMatch, optionsOf(1)), new Session(tanksMatch, optionsOf(2)));

export { played };
