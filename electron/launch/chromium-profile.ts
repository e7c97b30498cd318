import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Chromium's number for "allowed" among its content settings. */
const allowed = 1;

/**
 * WebRTC sees a machine's network interfaces only for a page that may use the microphone. For any other it sees the one that leads to the
 * internet, and where none does two windows can't connect, not even on one machine. So our page may, for what it is worth: the only
 * microphone of these windows is the stand-in that {@link import('./chromium-flags.ts').chromiumFlags} asks for.
 */
const microphone = { 'http://127.0.0.1:*,*': { setting: allowed } };

/** Makes a profile ready for a Chromium that is to show our page: new, or as it was left, also by a crash, after which Chromium would offer to restore pages over the court. */
export function makeChromiumProfile(userDataDir: string): void {
  const file = join(userDataDir, 'Default/Preferences');
  mkdirSync(join(userDataDir, 'Default'), { recursive: true });
  const preferences = readPreferences(file);
  const profile = inside(preferences, 'profile');
  profile['exit_type'] = 'Normal';
  profile['exited_cleanly'] = true;
  const exceptions = inside(inside(profile, 'content_settings'), 'exceptions');
  Object.assign(inside(exceptions, 'media_stream_mic'), microphone);
  // A disk that is full or a crash leaves those of before.
  const made = `${file}.unfinished`;
  try {
    writeFileSync(made, JSON.stringify(preferences), { mode: 0o600 });
    renameSync(made, file);
  } finally {
    rmSync(made, { force: true });
  }
}

/** Empty when there are none, or none that make sense: Chromium begins anew then, too. */
function readPreferences(file: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(read) ? read : {};
  } catch {
    return {};
  }
}

/** The object under a name, which is made when there is none. */
function inside(outer: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = outer[name];
  if (isRecord(found)) return found;
  const made: Record<string, unknown> = {};
  outer[name] = made;
  return made;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
