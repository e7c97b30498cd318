import { expect, it } from 'vitest';
import { dataHome } from './data-home.ts';

const registered = () => '/home/ada';

it.each<[string, NodeJS.ProcessEnv]>([
  ['is not set', {}],
  ['is empty', { XDG_DATA_HOME: '' }],
  ['is relative', { XDG_DATA_HOME: 'data' }],
  ['begins with a tilde that no shell has read', { XDG_DATA_HOME: '~/data' }],
  ['is a dot', { XDG_DATA_HOME: '.' }],
])('files go below the home folder when XDG_DATA_HOME %s', (_what, env) => {
  expect(dataHome({ HOME: '/home/grace', ...env }, 'linux', registered)).toBe('/home/grace/.local/share/paddlewire');
});

it('files go where XDG_DATA_HOME says', () => {
  expect(dataHome({ XDG_DATA_HOME: '/data', HOME: '/home/grace' }, 'linux', registered)).toBe('/data/paddlewire');
});

it.each<[string, NodeJS.ProcessEnv]>([
  ['is not set', {}],
  ['is empty', { HOME: '' }],
  ['is relative', { HOME: 'ada' }],
])('the system is asked for the home folder when HOME %s', (_what, env) => {
  expect(dataHome(env, 'linux', registered)).toBe('/home/ada/.local/share/paddlewire');
  expect(dataHome(env, 'darwin', registered)).toBe('/home/ada/Library/Application Support/Paddlewire');
});

it.each<[string, NodeJS.ProcessEnv, string]>([
  ['is set', { APPDATA: 'D:\\data' }, 'D:\\data\\Paddlewire'],
  ['is empty', { APPDATA: '', USERPROFILE: 'C:\\Users\\ada' }, 'C:\\Users\\ada\\AppData\\Roaming\\Paddlewire'],
  ['is relative', { APPDATA: 'data', USERPROFILE: 'C:\\Users\\ada' }, 'C:\\Users\\ada\\AppData\\Roaming\\Paddlewire'],
  ['and USERPROFILE are missing', {}, 'C:\\Users\\grace\\AppData\\Roaming\\Paddlewire'],
])('on Windows, when APPDATA %s', (_what, env, folder) => {
  expect(dataHome(env, 'win32', () => 'C:\\Users\\grace')).toBe(folder);
});

it.each<[string, () => string]>([
  [
    'the system knows no such user, as in a container',
    () => {
      throw new Error('ENOENT');
    },
  ],
  ['the system has an empty one', () => ''],
])('without a home folder, because %s, one sentence says what to set', (_what, ask) => {
  expect(() => dataHome({}, 'linux', ask)).toThrow('This user has no home folder: set HOME to a folder for what Paddlewire stores.');
  expect(dataHome({ XDG_DATA_HOME: '/data' }, 'linux', ask)).toBe('/data/paddlewire');
});
