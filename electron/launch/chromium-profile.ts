import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Chromium's number for "allowed" among its content settings. */
const allowed = 1;

/**
 * WebRTC sees a machine's network interfaces only for a page that may use the microphone. For any other it sees the one that leads to the
 * internet, and where none does two windows can't connect, not even on one machine. So our page may, for what it is worth: the only
 * microphone of these windows is the stand-in that {@link import('./chromium-flags.ts').chromiumFlags} asks for.
 */
const preferences = {
  profile: { content_settings: { exceptions: { media_stream_mic: { 'http://127.0.0.1:*,*': { setting: allowed } } } } },
};

/** Makes a profile for a Chromium that shows our page, unless one is there. */
export function makeChromiumProfile(userDataDir: string): void {
  const file = join(userDataDir, 'Default/Preferences');
  if (existsSync(file)) return;
  mkdirSync(join(userDataDir, 'Default'), { recursive: true });
  writeFileSync(file, JSON.stringify(preferences));
}
