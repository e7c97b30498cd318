import { expect, it } from 'vitest';
import { RendezvousStatusBoard } from './rendezvous-status.ts';

const waiting = { open: false, problem: '', addresses: [] };
const [one, other] = ['mqtts://one.example.org', 'mqtts://other.example.org'];

it('lists brokers of the settings, this machine and the local network, in that order', () => {
  const board = new RendezvousStatusBoard([one, other], true);
  expect(board.list()).toEqual([
    { kind: 'broker', url: one, ...waiting },
    { kind: 'broker', url: other, ...waiting },
    { kind: 'machine', url: '', ...waiting },
    { kind: 'lan', url: '', ...waiting },
  ]);
  expect(new RendezvousStatusBoard([], false).list().map(({ kind }) => kind)).toEqual(['machine']);
});

it('keeps each place where it was put up, whatever becomes of it', () => {
  const board = new RendezvousStatusBoard([one, other], false);
  board.open('broker', other, ['192.0.2.7:8883']);
  board.fail('broker', 'It is full.', one);
  expect(board.list()).toEqual([
    { kind: 'broker', url: one, open: false, problem: 'It is full.', addresses: [] },
    { kind: 'broker', url: other, open: true, problem: '', addresses: ['192.0.2.7:8883'] },
    { kind: 'machine', url: '', ...waiting },
  ]);
  board.fail('broker', 'It is gone.', other);
  expect(board.list()[1]).toEqual({ kind: 'broker', url: other, open: false, problem: 'It is gone.', addresses: [] });
});

it('says of those alone that have neither opened nor failed that they did not answer in time', () => {
  const board = new RendezvousStatusBoard([one], true);
  board.open('machine');
  board.fail('lan', 'There is no network.');
  board.giveUp();
  expect(board.list().map(({ open, problem }) => [open, problem])).toEqual([
    [false, 'It did not answer in time.'],
    [true, ''],
    [false, 'There is no network.'],
  ]);
});
