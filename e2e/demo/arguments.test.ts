import { expect, it } from 'vitest';
import { parseDemoArguments } from './arguments.ts';

it('has a default for everything', () => {
  expect(parseDemoArguments([])).toEqual({
    ...{ scenario: 'match', runs: 10, seconds: 20, untilOver: false },
    ...{ json: false, screenshot: undefined, shell: 'any' },
  });
});

it('takes what it is given', () => {
  const words = ['--scenario=failover', '--runs=3', '--seconds=5', '--until=over', '--json', '--screenshot=a.png', '--shell=electron'];
  expect(parseDemoArguments(words)).toEqual({
    scenario: 'failover',
    runs: 3,
    seconds: 5,
    untilOver: true,
    json: true,
    screenshot: 'a.png',
    shell: 'electron',
  });
});

it('takes an animation with a file and in Chromium only', () => {
  const words = ['--scenario=animation', '--screenshot=a.webp'];
  expect(parseDemoArguments(words)).toMatchObject({ scenario: 'animation', screenshot: 'a.webp' });
  expect(() => parseDemoArguments([...words, '--shell=electron'])).toThrow(/takes the browser shell/);
});

it.each([
  '--scenario=fire',
  '--scenario=animation',
  '--runs=0',
  '--runs=1.5',
  '--seconds=0',
  '--seconds=x',
  '--until=never',
  '--shell=netscape',
])('refuses %s', (argument) => {
  expect(() => parseDemoArguments([argument])).toThrow(/takes/);
});
