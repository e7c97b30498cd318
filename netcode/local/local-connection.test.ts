import { describe, expect, it } from 'vitest';
import { tanksMatch } from '../examples/tanks.ts';
import { Session } from '../session/session.ts';
import { LocalConnection } from './local-connection.ts';
import { CLEAN } from './network.ts';

function play(seed: number) {
  const side = (localId: number) =>
    new Session(tanksMatch, {
      localId,
      remoteId: 3 - localId,
      name: `Tank ${localId}`,
      seed: 7,
      sessionToken: new Uint8Array(8),
      inputFor: (tick) => (tick >> (2 + localId)) % 8,
      inputDelayTicks: 1,
      graceMs: 15_000,
      resumeSecret: new Uint8Array(32),
    });
  const sides = [side(1), side(2)] as const;
  const connection = new LocalConnection(sides, { ...CLEAN, delayMs: 40, jitterMs: 10, loss: 0.1 }, seed);
  const effects: string[] = [];
  connection.onEffect = (at, { type }) => effects.push(`${at} ${type}`);
  connection.run(10_000);
  return { sides, connection, effects };
}

describe('a local connection', () => {
  it('plays two sessions over a lossy link to the same state', () => {
    const { sides, connection, effects } = play(1);
    expect(connection.nowMs).toBe(10_000);
    expect(connection.links[0].counts.lost).toBeGreaterThan(20);
    expect(effects).toEqual(['0 joined', '1 joined']);
    const tick = Math.min(...sides.map(({ confirmedTick }) => confirmedTick));
    expect(tick).toBeGreaterThan(550);
    const words = sides.map(({ game }) => {
      const into = new Int32Array(8);
      game.read(tick, into);
      return into;
    });
    expect(words[0]).toEqual(words[1]);
    expect(words[0]).not.toEqual(new Int32Array(8));
  });

  it('loses the same packets with the same seed, and others with another', () => {
    const lost = [1, 1, 2].map((seed) => play(seed).connection.links.map(({ counts }) => [counts.sent, counts.lost]));
    expect(lost[0]).toEqual(lost[1]);
    for (const link of [0, 1]) expect(lost[0]?.[link]).not.toEqual(lost[2]?.[link]);
  });

  it('suspends both sides when it is cut, and resumes them afterwards', () => {
    const { connection, sides } = play(1);
    for (const link of connection.links) link.cut = true;
    connection.run(1000);
    expect(sides.map(({ phase }) => phase)).toEqual(['suspended', 'suspended']);
    for (const link of connection.links) link.cut = false;
    connection.run(6000);
    expect(sides.map(({ phase }) => phase)).toEqual(['playing', 'playing']);
  });
});
