import { expect, it } from 'vitest';
import { parseStartArguments, profileName } from './start-arguments.ts';

it('opens two windows of one profile each by default', () => {
  const wanted = parseStartArguments([]);
  expect(wanted).toEqual({ windows: 2, profile: 'player', shell: 'any', telemetry: false });
  expect([0, 1].map((index) => profileName(wanted.profile, index))).toEqual(['player', 'player-2']);
});

it('takes a number of windows, a profile, a shell and a code', () => {
  const args = ['--windows=1', '--profile=ada', '--shell=browser', '--telemetry', '--join=K7QF-3M9X'];
  expect(parseStartArguments(args)).toEqual({ windows: 1, profile: 'ada', shell: 'browser', telemetry: true, join: 'K7QF-3M9X' });
});

it.each(['--windows=0', '--windows=5', '--windows=two', '--profile=../up', '--profile=', '--shell=firefox', '--unknown', 'stray'])(
  'refuses %s',
  (argument) => {
    expect(() => parseStartArguments([argument])).toThrow();
  },
);
