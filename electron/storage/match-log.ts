import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { frameRecord, readRecords, type SoundRecords } from '../../netcode/wire/log-record.ts';
import { syncFolder } from './sync-folder.ts';

/** A match to 11 with every checkpoint is some 20 kB; a log that grows past this is a mistake, not a match. */
const maxLogBytes = 8 * 1024 * 1024;

/** More matches than anybody will want to go on with. */
const maxListed = 100;

/** Names that a match may have; they become file names. */
export const matchIdPattern = /^[0-9a-z-]{1,64}$/;

/** One append-only file per match below a folder. Calls for the same match wait for each other. */
export interface MatchLogs {
  /**
   * Appends a record and syncs it to disk before resolving.
   *
   * @throws Error when it is too long, the log is full or the disk fails; the log ends as before then
   */
  append(matchId: string, record: Uint8Array): Promise<void>;
  /** Every sound record, in order; whatever is torn behind them is cut off for good. Empty when there is no log. */
  read(matchId: string): Promise<readonly Uint8Array[]>;
  /** Ids of the matches that have a log, the one written to last first; at most {@link maxListed}. */
  list(): Promise<readonly string[]>;
}

/** The logs in a folder, which is made when the first one is written. */
export function openMatchLogs(folder: string, limitBytes: number = maxLogBytes): MatchLogs {
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
          const start = soundBytes.get(matchId) ?? (await cutTornTail(handle)).soundBytes;
          if (start + framed.length > limitBytes) throw new Error(`The log of this match is full (${limitBytes} bytes).`);
          // Forgotten until it is written: after a failure the next append looks at the file again and cuts what is torn.
          soundBytes.delete(matchId);
          await writeFully(handle, framed, start);
          await handle.sync();
          soundBytes.set(matchId, start + framed.length);
        } finally {
          await handle.close();
        }
      }),
    read: (matchId) =>
      inTurn(matchId, async (file) => {
        const handle = await openIfThere(file);
        if (handle === undefined) return [];
        try {
          const sound = await cutTornTail(handle);
          soundBytes.set(matchId, sound.soundBytes);
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
          .map(async (id) => ({ id, writtenMs: (await fs.stat(join(folder, `${id}.log`))).mtimeMs })),
      );
      return found
        .sort((a, b) => b.writtenMs - a.writtenMs)
        .slice(0, maxListed)
        .map(({ id }) => id);
    },
  };
}

async function openIfThere(file: string): Promise<fs.FileHandle | undefined> {
  try {
    return await fs.open(file, 'r+');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function openOrCreate(file: string): Promise<fs.FileHandle> {
  const there = await openIfThere(file);
  if (there !== undefined) return there;
  const folder = dirname(file);
  const madeFirst = await fs.mkdir(folder, { recursive: true });
  if (madeFirst !== undefined) await syncFolder(dirname(madeFirst));
  const handle = await fs.open(file, 'wx+');
  await syncFolder(folder);
  return handle;
}

async function cutTornTail(handle: fs.FileHandle): Promise<SoundRecords> {
  const log = await handle.readFile();
  const sound = readRecords(log);
  if (sound.soundBytes < log.length) {
    await handle.truncate(sound.soundBytes);
    await handle.sync();
  }
  return sound;
}

async function writeFully(handle: fs.FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, start + at);
    at += bytesWritten;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
