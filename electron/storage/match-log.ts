import { constants, promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { frameRecord, HEAD_BYTES, readRecords, type SoundRecords } from 'paddlewire-netcode/session';
import { matchIdPattern } from '../contract/limits.ts';
import { codeOf, isMissing } from './disk-error.ts';
import { syncFile, syncFolder } from './durability.ts';

/** A match to 11 with every checkpoint is some 20 kB; a log that grows past this is a mistake, not a match. */
const maxLogBytes = 8 * 1024 * 1024;

/** Far more than the page leaves there, which drops those that are over. */
const maxListed = 1_000;

/** One append-only file per match below a folder. Calls for the same match wait for each other. */
export interface MatchLogs {
  /**
   * Appends a record and syncs it to disk before resolving.
   *
   * @throws Error when it is too long, the log is full or the disk fails; the log ends as before then
   */
  append(matchId: string, record: Uint8Array): Promise<void>;
  /**
   * Every sound record, in order; whatever is torn behind them is cut off for good. Where sound records follow the damage, the file as it was is kept
   * as `.damaged` first; where it can't be, nothing is cut off, and nothing appended. Empty when there is no log.
   *
   * @throws Error when it can't be read, or is no log
   */
  read(matchId: string): Promise<readonly Uint8Array[]>;
  /** Ids of the matches that have a log, the one written to last first; at most {@link maxListed}. */
  list(): Promise<readonly string[]>;
  /** Removes a match's log, if there is one. */
  drop(matchId: string): Promise<void>;
}

/** What whoever opens the logs may want otherwise, or be told. */
interface MatchLogsOptions {
  readonly limitBytes?: number;
  /** Something is wrong with a file that does not keep the others from being used. */
  readonly onTrouble?: (what: string, error?: unknown) => void;
  /** A drive can't promise that what was written survives a power cut. */
  readonly onUnsynced?: () => void;
}

interface SoundPart extends SoundRecords {
  /** Why what lies behind the damage could not be kept; it is still in the log then. */
  readonly notKept?: Error;
}

/** The logs in a folder, which is made when the first one is written. */
export function openMatchLogs(folder: string, options: MatchLogsOptions = {}): MatchLogs {
  const { limitBytes = maxLogBytes, onTrouble = () => undefined, onUnsynced = () => undefined } = options;
  /** Bytes of each log that are known to be sound and on disk. */
  const soundBytes = new Map<string, number>();
  const last = new Map<string, Promise<void>>();

  function inTurn<T>(matchId: string, work: (file: string) => Promise<T>): Promise<T> {
    if (!matchIdPattern.test(matchId)) return Promise.reject(new Error('A match id is 1 to 64 of 0-9, a-z and -.'));
    const file = join(folder, `${matchId}.log`);
    const done = (last.get(matchId) ?? Promise.resolve()).then(() => work(file));
    const settled: Promise<void> = done
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (last.get(matchId) === settled) last.delete(matchId);
      });
    last.set(matchId, settled);
    return done;
  }

  return {
    append: (matchId, record) =>
      inTurn(matchId, async (file) => {
        const framed = frameRecord(record);
        const handle = await openOrCreate(file);
        try {
          const start = soundBytes.get(matchId) ?? (await endOfSound(handle, file));
          if (start + framed.length > limitBytes) throw new Error(`The log of this match is full (${limitBytes} bytes).`);
          // Forgotten until it is written: after a failure the next append looks at the file again and cuts what is torn.
          soundBytes.delete(matchId);
          await writeFully(handle, framed, start);
          if (!(await syncFile(handle))) onUnsynced();
          soundBytes.set(matchId, start + framed.length);
        } finally {
          await handle.close();
        }
      }),
    read: (matchId) =>
      inTurn(matchId, async (file) => {
        const handle = await openToRead(file);
        if (handle === undefined) return [];
        try {
          const sound = await soundPart(handle, file);
          if (sound.notKept === undefined) soundBytes.set(matchId, sound.soundBytes);
          return sound.records;
        } finally {
          await handle.close();
        }
      }),
    list: async () => {
      const names = await fs.readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const ids = names.filter((name) => name.endsWith('.log')).map((name) => name.slice(0, -'.log'.length));
      const found = await Promise.all(
        ids
          .filter((id) => matchIdPattern.test(id))
          .map(async (id) => {
            try {
              const stat = await fs.stat(join(folder, `${id}.log`));
              return stat.isFile() ? [{ id, writtenMs: stat.mtimeMs }] : [];
            } catch (error) {
              // A link that leads nowhere, or one that was removed just now.
              onTrouble('a log that is not there', error);
              return [];
            }
          }),
      );
      return found
        .flat()
        .sort((a, b) => b.writtenMs - a.writtenMs)
        .slice(0, maxListed)
        .map(({ id }) => id);
    },
    drop: (matchId) =>
      inTurn(matchId, async (file) => {
        soundBytes.delete(matchId);
        await fs.rm(file, { force: true });
      }),
  };

  async function openOrCreate(file: string): Promise<fs.FileHandle> {
    const there = await openIfThere(file, 'r+');
    if (there !== undefined) return there;
    const madeFirst = await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if (madeFirst !== undefined && !(await syncFolder(dirname(madeFirst)))) onUnsynced();
    const handle = await fs.open(file, 'wx+', 0o600);
    if (!(await syncFolder(folder))) onUnsynced();
    return handle;
  }

  /** What is sound of a log, with the rest cut off unless it could be of use and can't be kept. */
  async function soundPart(handle: fs.FileHandle, file: string): Promise<SoundPart> {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error('Something that is not a file has the name of this match’s log.');
    if (found.size > limitBytes) throw new Error(`The log of this match is too large (${found.size} bytes).`);
    const log = await handle.readFile();
    const sound = readRecords(log);
    if (sound.soundBytes < log.length) {
      const notKept = isFollowedBySound(log, sound.soundBytes) ? await keepDamaged(file, log) : undefined;
      if (notKept !== undefined) return { ...sound, notKept };
      await cut(handle, sound.soundBytes);
    }
    return sound;
  }

  /** Where the next record goes. */
  async function endOfSound(handle: fs.FileHandle, file: string): Promise<number> {
    const sound = await soundPart(handle, file);
    if (sound.notKept !== undefined) throw sound.notKept;
    return sound.soundBytes;
  }

  async function cut(handle: fs.FileHandle, bytes: number): Promise<void> {
    try {
      await handle.truncate(bytes);
      if (!(await syncFile(handle))) onUnsynced();
    } catch (error) {
      // A file that may only be read stays torn, and nothing is appended to it either.
      if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'EBADF') throw error;
      onTrouble('a torn log can only be read', error);
    }
  }

  /** Returns what was in the way. */
  async function keepDamaged(file: string, log: Buffer): Promise<Error | undefined> {
    const first = file.replace(/log$/, 'damaged');
    for (let number = 1; ; number++) {
      const kept = number === 1 ? first : `${first}-${number}`;
      try {
        await fs.copyFile(file, kept, constants.COPYFILE_EXCL);
        onTrouble('a log was damaged in its middle, and is kept as it was');
        return undefined;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') {
          // A log that can't be cut is found damaged each time.
          if (await holds(kept, log)) return undefined;
          continue;
        }
        onTrouble('a log was damaged in its middle, and could not be kept as it was', error);
        return error instanceof Error ? error : new Error(String(error));
      }
    }
  }
}

async function holds(file: string, bytes: Buffer): Promise<boolean> {
  const found = await fs.stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size === bytes.length && (await fs.readFile(file)).equals(bytes);
}

/** Whether the record that is not sound has a sound one behind it: then it was not torn off by a crash, but damaged later. */
function isFollowedBySound(log: Uint8Array, at: number): boolean {
  if (at + 4 > log.length) return false;
  const lengthBytes = new DataView(log.buffer, log.byteOffset + at, 4).getUint32(0, true);
  const next = at + HEAD_BYTES + lengthBytes;
  return next < log.length && readRecords(log.subarray(next)).records.length > 0;
}

async function openIfThere(file: string, flags: 'r' | 'r+'): Promise<fs.FileHandle | undefined> {
  try {
    return await fs.open(file, flags);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Also what may only be read, which then can't be cut. */
async function openToRead(file: string): Promise<fs.FileHandle | undefined> {
  try {
    return await openIfThere(file, 'r+');
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    return openIfThere(file, 'r');
  }
}

async function writeFully(handle: fs.FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, start + at);
    at += bytesWritten;
  }
}
