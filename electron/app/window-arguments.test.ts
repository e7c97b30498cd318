import { join } from 'node:path';
import { expect, test as it } from 'vitest';
import { linkAmong, parseWindowArguments } from './window-arguments.ts';

it('without arguments a window has the usual profile below the data home', () => {
  expect(parseWindowArguments([], () => 'home')).toMatchObject({
    profile: 'player',
    dataDir: join('home', 'player'),
    telemetry: false,
    port: 0,
  });
});

it('what is given is taken, and what others understand is left alone', () => {
  const args = [
    '.',
    '--no-sandbox',
    '--profile=a_B-1',
    '--data-dir=/x',
    '--telemetry',
    '--hidden',
    '--x=-20',
    '--y=0',
    '--width=800',
    '--height=600',
  ];
  expect(parseWindowArguments(args, () => 'home')).toEqual({
    profile: 'a_B-1',
    dataDir: '/x',
    telemetry: true,
    hidden: true,
    showLocalIps: false,
    x: -20,
    y: 0,
    width: 800,
    height: 600,
    port: 0,
    joinLink: undefined,
  });
});

it.each([
  '--profile=',
  '--profile=../x',
  '--profile=a/b',
  '--profile=a b',
  `--profile=${'a'.repeat(49)}`,
  '--data-dir=',
  '--x=a',
  '--width=1',
  '--port=70000',
  '--y=1e3',
])('%s is refused with a sentence that names it', (argument) => {
  expect(() => parseWindowArguments([argument], () => 'home')).toThrow(argument.split('=')[0]);
});

it('a link is taken as a code or as a system hands it over, and nothing behind two dashes is more than a link', () => {
  const linked = (...args: string[]) => parseWindowArguments(args, () => 'home').joinLink;
  expect(linked('--join=k7qf-3m9x?name=Ada')).toBe('paddlewire://join/k7qf-3m9x?name=Ada');
  expect(linked('.', 'paddlewire://join/K7QF-3M9X')).toBe('paddlewire://join/K7QF-3M9X');
  expect(linked('--join=paddlewire://join/K7QF-3M9X')).toBe('paddlewire://join/K7QF-3M9X');
  expect(linked('https://example.org/paddlewire://join/K7QF-3M9X')).toBeUndefined();
  const clicked = parseWindowArguments(['--', 'paddlewire://join/K7QF-3M9X', '--telemetry', '--data-dir=/x'], () => 'home');
  expect(clicked).toMatchObject({ joinLink: 'paddlewire://join/K7QF-3M9X', telemetry: false, dataDir: join('home', 'player') });
  expect(linkAmong(['--x', 'paddlewire://join/K7QF', 'paddlewire://join/K7QF-3M9Y'])).toBe('paddlewire://join/K7QF-3M9Y');
  // Electron hands over all arguments of a second start.
  expect(linkAmong(['/opt/electron', '.', '--join=K7QF-3M9X', '--allow-file-access'])).toBe('paddlewire://join/K7QF-3M9X');
});

it.each([
  [['--join=K7QF'], 'paddlewire://join/K7QF'],
  [['--join='], 'paddlewire://join/'],
  [['.', 'paddlewire://elsewhere/K7QF-3M9X'], 'paddlewire://elsewhere/K7QF-3M9X'],
  [['--', 'PADDLEWIRE:K7QF'], 'PADDLEWIRE:K7QF'],
])('%j: a link that leads nowhere opens the window all the same, which is to say so', (args, link) => {
  expect(parseWindowArguments(args, () => 'home').joinLink).toBe(link);
});
