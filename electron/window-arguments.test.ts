import { join } from 'node:path';
import { expect, test as it } from 'vitest';
import { parseWindowArguments } from './window-arguments.ts';

it('without arguments a window has the usual profile below the data home', () => {
  expect(parseWindowArguments([], 'home')).toMatchObject({ profile: 'player', dataDir: join('home', 'player'), telemetry: false, port: 0 });
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
  expect(parseWindowArguments(args, 'home')).toEqual({
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
  expect(() => parseWindowArguments([argument], 'home')).toThrow(argument.split('=')[0]);
});
