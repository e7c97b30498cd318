import { randomBytes } from 'node:crypto';
import { promises as fs, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Note } from './diagnostics-log.ts';
import { codeOf, diskWords, isMissing } from './disk-error.ts';
import { callHolder, listenForCalls } from './lock-call.ts';
import { hasEnded, isNear, isRunning, type LockHolder, readHolder, thisHolder } from './lock-holder.ts';

/** The holder shows this often, in ms, that it still runs, to those who can't see its process: on another computer that shares the folder. */
const beatMs = 10_000;

/** Who has not shown it for so long has ended, or sleeps. */
const goneMs = 3 * beatMs;

/** A lock file that names nobody is being written, or was left by a crash: it gets this many looks, `lookMs` apart. */
const maxLooks = 10;
const lookMs = 100;

/** Tries to get the lock, when others try the same; each ends with somebody having it. */
const maxTries = 20;

/** Codes of a drive that takes nothing more, though it takes what replaces something. */
const noSpace: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** A profile that is held. */
export interface ProfileLock {
  /** Whether a file holds it, so that no other process has the profile. */
  readonly byFile: boolean;
  /** Gives it up. A process that ends does so by itself. */
  release(): void;
}

/** A profile that somebody else holds. */
export interface ProfileTaken {
  /** The holder has been told, and its window comes to the front. */
  readonly shown: boolean;
  /** What to say, with what to do about it. */
  readonly sentence: string;
}

/** How a profile is to be locked. */
export interface ProfileLockOptions {
  /** A link that this process was started with, for the holder. */
  readonly link?: string | undefined;
  /** Somebody has started the program again with this profile and, maybe, a link. */
  readonly onCalled: (link: string) => void;
  readonly note: Note;
  /** How long the holder is believed that shows nothing; tests have less patience. */
  readonly goneMs?: number;
}

/**
 * Makes sure that one process alone uses a profile's folder, whichever shell and computer it runs on, by a file in it. A crash gives the profile free. Where
 * no file can be made for another reason than a lack of space, the profile is had without one, and by any number of processes: they can't write there either.
 *
 * @throws Error with a plain sentence when something else is in the way of the file, or there is no space for it
 */
export async function lockProfile(folder: string, options: ProfileLockOptions): Promise<ProfileLock | ProfileTaken> {
  const file = lockFile(folder);
  const token = randomBytes(24).toString('hex');
  const server = await listenForCalls(token, options.onCalled);
  const own = JSON.stringify(thisHolder(server.port, token));
  let looks = 0;
  try {
    for (let tries = 0; tries < maxTries; ) {
      const made = await makeFile(folder, file, own);
      if (made === true) return holdFile(file, own, server, options.note);
      if (made instanceof Error) {
        // There may be space for what a second window writes.
        if (noSpace.has(codeOf(made) ?? '')) throw new Error(diskWords(made), { cause: made });
        options.note('profile', 'used without a lock file', made);
        return { byFile: false, release: () => server.close() };
      }
      const text = await readIfThere(file);
      const holder = text === undefined ? undefined : readHolder(text);
      if (text !== undefined && holder === undefined && ++looks < maxLooks) {
        await wait(lookMs);
        continue;
      }
      tries++;
      if (holder !== undefined) {
        const taken = await askHolder(folder, file, holder, options);
        if (taken !== undefined) {
          server.close();
          return taken;
        }
      }
      if (text !== undefined) await removeLeftBehind(file, text, token);
    }
  } catch (error) {
    server.close();
    throw error;
  }
  server.close();
  return { shown: false, sentence: 'Another start of Paddlewire is opening this profile right now.' };
}

/** Whether a process of this machine has a profile by its lock file. */
export function isLockedBy(folder: string, pid: number | undefined): boolean {
  try {
    const holder = readHolder(readFileSync(lockFile(folder), 'utf8'));
    return holder !== undefined && isNear(holder) && holder.pid === pid;
  } catch {
    // There is none, or none that says so.
    return false;
  }
}

function lockFile(folder: string): string {
  return join(folder, 'window.lock');
}

/** True when the lock file is ours now, false when there is one, an Error when there can't be any. */
async function makeFile(folder: string, file: string, own: string): Promise<boolean | Error> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await fs.open(file, 'wx', 0o600);
    try {
      await handle.writeFile(own);
    } catch (error) {
      await fs.rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Undefined when the holder has ended. */
async function askHolder(
  folder: string,
  file: string,
  holder: LockHolder,
  { link = '', goneMs: patienceMs = goneMs }: ProfileLockOptions,
): Promise<ProfileTaken | undefined> {
  const near = isNear(holder);
  // Not elsewhere: at that port of this computer is somebody else, if anybody.
  if (near && (await callHolder(holder.port, holder.token, link)))
    return { shown: true, sentence: 'Paddlewire is already open with this profile: use that window, or start it with another --profile.' };
  const ended = near ? hasEnded(holder) : undefined;
  if (ended === true) return undefined;
  if (ended === undefined && (await silentMs(folder, file)) >= patienceMs) return undefined;
  return {
    shown: false,
    sentence:
      near && isRunning(holder.pid)
        ? `Paddlewire is already open with this profile, but does not answer: end process ${holder.pid}, or start it with another --profile.`
        : `This profile is open on the computer “${holder.host}”: close it there, or start Paddlewire with another --profile. After a crash there, try again in half a minute.`,
  };
}

/** How long the holder has not shown that it runs, by the clock of whichever computer keeps the folder. */
async function silentMs(folder: string, file: string): Promise<number> {
  const probe = join(folder, `window.lock.${process.pid}`);
  try {
    await fs.writeFile(probe, '', { mode: 0o600 });
    const [now, then] = [await fs.stat(probe), await fs.stat(file)];
    return now.mtimeMs - then.mtimeMs;
  } finally {
    await fs.rm(probe, { force: true });
  }
}

/** Removes a lock file whose holder has ended, unless another start has just put its own in that place. */
async function removeLeftBehind(file: string, text: string, token: string): Promise<void> {
  const aside = `${file}.${token}`;
  try {
    await fs.rename(file, aside);
    if ((await readIfThere(aside)) !== text) await fs.link(aside, file);
    await fs.rm(aside, { force: true });
  } catch (error) {
    // Another start was faster, and the next look shows what it has done.
    if (!isMissing(error) && codeOf(error) !== 'EEXIST') throw new Error(diskWords(error), { cause: error });
  }
}

function holdFile(file: string, own: string, server: { close(): void }, note: Note): ProfileLock {
  const beat = setInterval(() => {
    showThatItRuns(file, own).catch((error: unknown) => note('profile', 'the lock file can’t be renewed', error));
  }, beatMs);
  beat.unref();
  const release = (): void => {
    clearInterval(beat);
    server.close();
    process.off('exit', release);
    try {
      if (readFileSync(file, 'utf8') === own) rmSync(file);
    } catch (error) {
      note('profile', 'the lock file could not be removed', error);
    }
  };
  process.on('exit', release);
  return { byFile: true, release };
}

async function showThatItRuns(file: string, own: string): Promise<void> {
  if ((await readIfThere(file)) !== own) throw new Error('another process holds this profile since this one slept');
  const handle = await fs.open(file, 'r+');
  try {
    // Written rather than touched: the time is that of the computer which keeps the folder. Over what stands there, so that no reader finds it empty.
    await handle.write(own, 0);
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`${file} is in the way: remove it. ${diskWords(error)}`, { cause: error });
  }
}
