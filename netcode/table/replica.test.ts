import { describe, expect, it } from 'vitest';
import { inRally } from '../lab/table-checks.ts';
import { pongMatch } from '../pong/pong-match.ts';
import { readSavedMatch, type SavedMatch } from '../record/saved-match.ts';
import type { StateTransfer } from '../wire/state-transfer.ts';
import { Replica } from './replica.ts';

/** A rally after three points, as a player hands it over, and as a spectator has it on its disk. */
function handedOver(): { readonly saved: SavedMatch; readonly transfer: StateTransfer } {
  const mesh = inRally(1, 3);
  mesh.run(300);
  const saved = readSavedMatch(mesh.peer(3).log)!;
  const { seed, token, graceMs } = saved.head;
  const snapshot = mesh.peer(1).session.timeline.snapshot();
  return {
    saved,
    transfer: { seed, token, graceMs, lamport: 0, epoch: saved.epoch, leaderId: 1, checkpoints: saved.checkpoints, snapshot },
  };
}

const { saved, transfer } = handedOver();
const { snapshot, checkpoints } = transfer;
const [newest, before] = [checkpoints[0]!, checkpoints[1]!];
const otherInputs = snapshot.inputs.map((byte) => byte ^ 0x20);
const committed = newest.words.slice();
pongMatch.keeps.commit(committed);
const otherChain = new Uint8Array(32);
const replicaOf = (log: SavedMatch | undefined) => new Replica(pongMatch, log, () => undefined);

/** A spectator that has seen the rally up to where it was handed over. */
function watching(): Replica<Int32Array> {
  const replica = replicaOf(saved);
  replica.adopt(transfer);
  return replica;
}

describe('a state transfer', () => {
  it('is taken by who knows nothing, by who has the match on its disk, and by who watches it', () => {
    expect(snapshot.inputs.length).toBeGreaterThan(10);
    expect(replicaOf(undefined).refuse(transfer, undefined)).toBeUndefined();
    expect(replicaOf(saved).refuse(transfer, saved)).toBeUndefined();
    expect(watching().refuse(transfer, saved)).toBeUndefined();
  });

  it.each<[string, string, StateTransfer]>([
    ['of another match', 'old', { ...transfer, token: new Uint8Array(8).fill(9) }],
    ['of an epoch that is over', 'old', { ...transfer, epoch: saved.epoch - 1 }],
    [
      'with another point that counts',
      'counted-rally-missing',
      { ...transfer, checkpoints: [newest, before].map((each) => ({ ...each, chain: otherChain })) },
    ],
    [
      'from before a point that counts',
      'counted-rally-missing',
      { ...transfer, snapshot: { ...snapshot, checkpoint: saved.committed - 1 } },
    ],
  ])('%s is refused as %s by who has the match on its disk', (_, why, lie) => {
    expect(replicaOf(saved).refuse(lie, saved)).toBe(why);
  });

  it.each<[string, string, StateTransfer]>([
    ['that play has overtaken', 'old', { ...transfer, snapshot: { ...snapshot, endTick: snapshot.endTick - 1 } }],
    ['with other inputs', 'confirmed-play-changed', { ...transfer, snapshot: { ...snapshot, inputs: otherInputs } }],
  ])('%s is refused as %s by who has watched it', (_, why, lie) => {
    expect(watching().refuse(lie, saved)).toBe(why);
  });

  it.each<[string, string, StateTransfer]>([
    [
      'of points that do not follow each other',
      'checkpoints-do-not-fit',
      { ...transfer, checkpoints: [newest, { ...before, number: before.number - 1 }] },
    ],
    ['of points of two matches', 'checkpoints-do-not-fit', { ...transfer, checkpoints: [newest, { ...before, chain: otherChain }] }],
    [
      'that starts from none of its points',
      'checkpoints-do-not-fit',
      { ...transfer, snapshot: { ...snapshot, checkpoint: newest.number + 1 } },
    ],
    [
      'that starts before its point',
      'checkpoints-do-not-fit',
      { ...transfer, snapshot: { ...snapshot, baseTick: newest.tick - 1, words: committed } },
    ],
    ['with other inputs', 'replay-differs', { ...transfer, snapshot: { ...snapshot, inputs: otherInputs } }],
  ])('%s is refused as %s by who knows nothing', (_, why, lie) => {
    expect(replicaOf(undefined).refuse(lie, undefined)).toBe(why);
  });

  it('leaves the points that both tell of, and strikes those that only this side wrote', () => {
    expect(replicaOf(saved).keeps(transfer, saved)).toBeUndefined();
    const more = { ...newest, number: newest.number + 1, chain: otherChain };
    expect(replicaOf(saved).keeps(transfer, { ...saved, checkpoints: [more, newest] })).toBe(newest.number);
    const early = { ...newest, tick: newest.tick - 1 };
    expect(replicaOf(saved).keeps(transfer, { ...saved, committed: 0, checkpoints: [early, before] })).toBe(newest.number - 1);
  });

  it('gives the inputs since its start to whoever asks for them', () => {
    const replica = watching();
    expect(replica.since(snapshot.baseTick)).toEqual(snapshot.inputs);
    expect(replica.since(snapshot.baseTick - 1)).toBeUndefined();
  });
});
