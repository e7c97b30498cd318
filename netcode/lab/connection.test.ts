import { describe, expect, it } from 'vitest';
import { CLEAN } from '../local/network.ts';
import { Connection, type End } from './connection.ts';
import { makeWire } from './wire.ts';

const LAG_MS = 50;
const byte = (value: number) => Uint8Array.of(value);

/** A connection that both ends have known of since 0 ms. */
function opened(): Connection {
  const made = new Connection(makeWire('ideal', 1, { ...CLEAN, delayMs: 10 }, [0, 1]));
  made.open(0, 0, 0);
  for (const end of [0, 1] as const) expect(made.takeNews(end, 0)).toBe('opened');
  return made;
}

function heard(made: Connection, end: End, nowMs: number): number[] {
  const bytes: number[] = [];
  made.deliver(end, nowMs, (_, packet) => bytes.push(...packet));
  return bytes;
}

describe('a connection', () => {
  it('carries both channels both ways', () => {
    const made = opened();
    made.send(0, 0, true, byte(1));
    made.send(1, 0, false, byte(2));
    expect([made.nextMs(0), made.nextMs(1)]).toEqual([10, 10]);
    expect([heard(made, 0, 10), heard(made, 1, 10)]).toEqual([[2], [1]]);
  });

  it('that is replaced loses what was on its way, and keeps what the first end says until the other one knows of it', () => {
    const made = opened();
    made.send(0, 0, true, byte(1));
    made.open(5, 0, LAG_MS);
    expect(made.takeNews(0, 5)).toBe('opened');
    made.send(0, 5, true, byte(2));
    made.send(1, 6, true, byte(3));
    expect(made.nextMs(1)).toBe(5 + LAG_MS);
    expect(heard(made, 1, 54)).toEqual([]);
    expect(made.takeNews(1, 54)).toBeUndefined();
    expect(made.takeNews(1, 55)).toBe('opened');
    expect([heard(made, 1, 55), heard(made, 0, 100)]).toEqual([[2], []]);
  });

  it('that dies tells one end, and the other one hears nothing more', () => {
    const made = opened();
    made.close(1, 3);
    expect([made.takeNews(0, 1e6), made.takeNews(1, 3)]).toEqual([undefined, 'closed']);
    made.send(0, 4, true, byte(1));
    made.send(1, 4, true, byte(2));
    expect([heard(made, 0, 1e6), heard(made, 1, 1e6)]).toEqual([[], []]);
  });

  it('without a process at one end still brings what that had sent, and nothing to it', () => {
    const made = opened();
    made.send(0, 0, true, byte(1));
    made.send(1, 0, true, byte(2));
    made.vanish(0);
    expect([heard(made, 0, 1e6), heard(made, 1, 1e6)]).toEqual([[], [1]]);
  });

  it('that one end refuses is closed on both', () => {
    const made = opened();
    made.open(5, 0, LAG_MS);
    made.takeNews(0, 5);
    made.refuse(60);
    expect([made.takeNews(0, 60), made.takeNews(1, 60)]).toEqual(['closed', 'closed']);
  });
});
