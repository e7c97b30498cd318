import { describe, expect, it } from 'vitest';
import { Timeline } from '../history/timeline.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { Journal } from '../record/journal.ts';
import { Outbox } from '../session/outbox.ts';
import { KEEPS_ALL, RecordKind } from '../wire/match-record.ts';
import { assert, InvariantError } from './assert.ts';

describe('an invariant', () => {
  it('does nothing while it holds, and throws its own words once it does not', () => {
    expect(() => assert(true, 'it holds')).not.toThrow();
    expect(() => assert(false, 'it holds')).toThrow(new InvariantError('it holds'));
  });

  it('is that confirmed play stays confirmed, in states that are kept', () => {
    const timeline = new Timeline(pongMatch, 5, 0, 0, () => 0);
    for (let tick = 0; tick < 10; tick++) {
      timeline.addRemote(tick, 0);
      timeline.addLocal(() => 0);
      timeline.game.advance();
    }
    timeline.confirm(Number.POSITIVE_INFINITY);
    expect(timeline.confirmedTick).toBe(10);

    timeline.game.restore(9, timeline.confirmed);
    expect(() => timeline.confirm(Number.POSITIVE_INFINITY)).toThrow(new InvariantError('what was confirmed stays confirmed'));
    timeline.game.restore(12, timeline.confirmed);
    expect(() => timeline.confirm(Number.POSITIVE_INFINITY)).toThrow(new InvariantError('the state that is confirmed is kept'));
  });

  it('is that epochs rise', () => {
    const journal = new Journal(undefined, () => undefined);
    const secret = new Uint8Array(32);
    const head = { rules: 1, seed: 1, token: new Uint8Array(8), localId: 1, remoteId: 2, remoteName: '', graceMs: 1, secret };
    journal.append({ kind: RecordKind.match, ...head });
    const epoch = { kind: RecordKind.epoch, number: 2, leaderId: 1, keeps: KEEPS_ALL, lamport: 0 } as const;
    journal.append(epoch);
    expect(() => journal.append(epoch)).toThrow(InvariantError);
    expect(() => journal.append({ ...epoch, number: 3 })).not.toThrow();
    expect(() => journal.append({ ...epoch, keeps: 0 })).toThrow(InvariantError);
    // What a spectator writes when a state transfer strikes checkpoints of the epoch that it is in.
    expect(() => journal.append({ ...epoch, number: 3, keeps: 0 })).not.toThrow();
  });

  it('is that no packet is longer than a peer may read', () => {
    const outbox = new Outbox(undefined);
    expect(() => outbox.fast(2, new Uint8Array(1100))).not.toThrow();
    expect(() => outbox.fast(2, new Uint8Array(1101))).toThrow(InvariantError);
  });
});
