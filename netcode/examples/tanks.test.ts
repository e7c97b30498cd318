import { readFileSync } from 'node:fs';
import { Rollback, syncTest } from 'paddlewire-netcode';
import { describe, expect, it } from 'vitest';
import { playTanks, tanks } from './tanks.ts';

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

describe('the example of another game', () => {
  it('is in the README word for word, and under 100 lines', () => {
    const source = text('tanks.ts');
    expect(source.split('\n').length).toBeLessThan(100);
    expect(text('../README.md')).toContain(`\`\`\`ts\n${source}\`\`\`\n`);
  });

  it('is deterministic', () => {
    expect(syncTest(tanks, 2000, (seat, tick) => (tick >> (4 + seat)) % 8)).toBeUndefined();
  });

  it('is played by two sessions that come to the same state, near and far', () => {
    for (const delayMs of [0, 60, 250]) {
      const [left, right] = playTanks(30, delayMs);
      expect(left.subarray(6).reduce((sum, hits) => sum + hits)).toBeGreaterThan(3);
      expect([...right.subarray(6)]).toEqual([...left.subarray(6)]);
    }
  });
});

describe('the other code in the README', () => {
  it('plays with the engine alone as it says', () => {
    const game = new Rollback(tanks, { delayTicks: 1 });
    for (let tick = 0; tick < 60; tick++) {
      game.addLocal(0, 2);
      if (tick >= 6) game.addRemote(1, tick - 6, 1);
      game.advance();
    }
    expect([game.tick, game.confirmedTick, game.rollbacks]).toEqual([60, 54, 1]);
  });
});
