import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Files by which Chromium, and Electron with it, keeps a profile to one process; Windows has none of them. */
const files = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];

/** Time for a Chromium to end when it is asked, in ms, and how often it is looked for meanwhile. */
const endMs = 5_000;
const lookMs = 50;

/**
 * Makes a Chromium profile free that nobody can be using rightly: to be called only while the file of our own lock is held. Chromium refuses one that was locked under another name
 * of this computer, for good; and one that runs on without the server behind its page takes the new window for its own, and looks closed.
 */
export async function freeChromiumProfile(userDataDir: string): Promise<void> {
  const pid = leftRunning(userDataDir);
  if (pid !== undefined) await end(pid);
  removeSingleton(userDataDir);
}

/** Removes the lock of a Chromium that no longer runs. */
export function removeSingleton(userDataDir: string): void {
  for (const name of files) rmSync(join(userDataDir, name), { force: true });
}

/** The process that the profile's lock names, if it runs on this computer and with this very profile. */
function leftRunning(userDataDir: string): number | undefined {
  const [, host, pid] = /^(.*)-(\d+)$/.exec(orEmpty(() => readlinkSync(join(userDataDir, 'SingletonLock')))) ?? [];
  if (pid === undefined || host !== hostname()) return undefined;
  // Where there is no such file the profile's lock is a matter of Chromium's own.
  const command = orEmpty(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  return command.includes(`--user-data-dir=${userDataDir}`) ? Number(pid) : undefined;
}

async function end(pid: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    try {
      if (waitedMs === 0) process.kill(pid, 'SIGTERM');
      else process.kill(pid, waitedMs > endMs ? 'SIGKILL' : 0);
    } catch {
      // There is no such process any more.
      return;
    }
    if (waitedMs > endMs) return;
    await wait(lookMs);
  }
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
