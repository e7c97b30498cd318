import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeChromiumProfile } from './chromium-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'paddlewire-profile-'));
const file = join(folder, 'Default/Preferences');
afterEach(() => rmSync(join(folder, 'Default'), { recursive: true, force: true }));

it('lets pages of this machine, and no others, see the network interfaces', () => {
  makeChromiumProfile(folder);
  const { exceptions } = JSON.parse(readFileSync(file, 'utf8')).profile.content_settings;
  expect(exceptions).toEqual({ media_stream_mic: { 'http://127.0.0.1:*,*': { setting: 1 } } });
});

it('after a crash no pages are offered to be restored, and all else of the profile stays', () => {
  mkdirSync(join(folder, 'Default'), { recursive: true });
  const zoom = { partition: { default_zoom_level: 1 } };
  writeFileSync(
    file,
    JSON.stringify({ ...zoom, profile: { exit_type: 'Crashed', exited_cleanly: false, name: 'Ada', content_settings: { a: 1 } } }),
  );
  makeChromiumProfile(folder);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...zoom,
    profile: {
      exit_type: 'Normal',
      exited_cleanly: true,
      name: 'Ada',
      content_settings: { a: 1, exceptions: { media_stream_mic: { 'http://127.0.0.1:*,*': { setting: 1 } } } },
    },
  });
});

it.each(['', '{"profile":', 'null', '[]', '\0\0', '{"profile":7}'])('a profile whose preferences are %j is made anew', (text) => {
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(file, text);
  makeChromiumProfile(folder);
  expect(JSON.parse(readFileSync(file, 'utf8')).profile).toMatchObject({ exit_type: 'Normal' });
});

it('preferences that can’t be written are as before, and nothing is left beside them', () => {
  mkdirSync(join(file, 'folder in its place'), { recursive: true });
  expect(() => makeChromiumProfile(folder)).toThrow();
  expect(readdirSync(join(folder, 'Default'))).toEqual(['Preferences']);
});

it('preferences are replaced as a whole: who has them open still reads those before', () => {
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(file, '{"name":"before"}');
  const before = openSync(file, 'r');
  makeChromiumProfile(folder);
  expect(readFileSync(before, 'utf8')).toBe('{"name":"before"}');
  closeSync(before);
});
