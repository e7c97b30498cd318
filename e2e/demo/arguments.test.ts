import { expect, it } from 'vitest';
import { parseDemoArguments } from './arguments.ts';

it('has a default for everything', () => {
  expect(parseDemoArguments([])).toEqual({ seconds: 20, untilOver: false, json: false, screenshot: undefined, shell: 'any' });
});

it('takes what it is given', () => {
  expect(parseDemoArguments(['--seconds=5', '--until=over', '--json', '--screenshot=a.png', '--shell=electron'])).toEqual({
    seconds: 5,
    untilOver: true,
    json: true,
    screenshot: 'a.png',
    shell: 'electron',
  });
});

it.each(['--seconds=0', '--seconds=x', '--until=never', '--shell=netscape'])('refuses %s', (argument) => {
  expect(() => parseDemoArguments([argument])).toThrow(/takes/);
});
