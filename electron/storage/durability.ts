import { promises as fs } from 'node:fs';
import { codeOf } from './disk-error.ts';

/** Codes by which a drive says that it knows no such thing as to sync this, and not that it has failed: network drives, shared folders, FUSE. */
const unable: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EACCES', 'EISDIR', 'EBADF', 'ENOSYS', 'ENOTTY']);

/** Whether an error says that the drive can't do this, and not that it has failed. */
export function isUnable(error: unknown): boolean {
  return unable.has(codeOf(error) ?? '');
}

/**
 * Makes what was written to a file survive a power cut.
 *
 * @returns false when this drive can't promise that
 * @throws Error when it could and has failed
 */
export async function syncFile(handle: fs.FileHandle): Promise<boolean> {
  return asFarAsAble(handle.sync());
}

/** The same for a folder's new entries. */
export async function syncFolder(folder: string): Promise<boolean> {
  // Windows can't open a folder, and its file systems write entries in order by themselves.
  if (process.platform === 'win32') return true;
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(folder, 'r');
  } catch (error) {
    if (isUnable(error)) return false;
    throw error;
  }
  try {
    return await syncFile(handle);
  } finally {
    await handle.close();
  }
}

async function asFarAsAble(sync: Promise<void>): Promise<boolean> {
  try {
    await sync;
    return true;
  } catch (error) {
    if (isUnable(error)) return false;
    throw error;
  }
}
