import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

it('leaves a profile alone that Chromium has used', () => {
  makeChromiumProfile(folder);
  writeFileSync(file, '{"used":true}');
  makeChromiumProfile(folder);
  expect(readFileSync(file, 'utf8')).toBe('{"used":true}');
});
