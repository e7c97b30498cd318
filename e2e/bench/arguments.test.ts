import { expect, test as it } from 'vitest';
import { parseBenchArguments } from './arguments.ts';

it('by default plays every cell of the suite real for a minute, and keeps nothing', () => {
  expect(parseBenchArguments(['--suite=real', '--json'])).toEqual({
    suite: 'real',
    json: true,
    save: false,
    wire: 'sctp',
    real: {
      scenario: 'cells',
      rttMs: undefined,
      lossPercent: undefined,
      bursts: false,
      jitterMs: 0,
      seconds: 60,
      shell: 'browser',
      seed: 1,
    },
  });
});

it('takes one cell of the suite real', () => {
  const { real } = parseBenchArguments(['--suite=real', '--rtt=200', '--loss=10', '--bursts', '--jitter=25', '--seconds=5', '--seed=0']);
  expect(real).toMatchObject({ rttMs: 200, lossPercent: 10, bursts: true, jitterMs: 25, seconds: 5, seed: 0 });
});

it.each(['--rtt=', '--rtt=fast', '--loss=100', '--jitter=-1', '--seconds=0', '--shell=web', '--scenario=match', '--wire=tin'])(
  'refuses %s in plain words',
  (argument) => {
    expect(() => parseBenchArguments(['--suite=real', argument])).toThrow(/^--\w+ takes /);
  },
);
