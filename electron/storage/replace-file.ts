import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from './disk-error.ts';
import { isUnable, syncFile, syncFolder } from './durability.ts';

/** On Windows, virus scanners and search indexes hold a new file open for a moment; these waits, in ms, outlast all that was reported. */
const retryMs = [20, 50, 100, 200, 400];
const heldByOthers: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Links that lead to links: more than this many are a circle. */
const maxLinks = 8;

/** Stands behind a file's name in that of its new text until it is complete, with digits that no two of them share. */
const unfinished = '.unfinished-';
const unfinishedName = /\.unfinished-[0-9a-f]{12}$/;

/**
 * Replaces a file, or makes it, so that it is whatever happens either the old or the new one. A link stays a link, to the new text; an owner stays the
 * owner. Nobody else can read it. One call at a time for a file.
 *
 * @throws Error of the system; the file is as before then
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await endOfLinks(file);
  await removeUnfinished(target);
  for (let attempt = 0; ; attempt++) {
    try {
      await replace(target, text);
      break;
    } catch (error) {
      const waitMs = retryMs[attempt];
      if (!heldByOthers.has(codeOf(error) ?? '') || waitMs === undefined) throw error;
      await wait(waitMs);
    }
  }
  await syncFolder(dirname(target));
}

async function replace(target: string, text: string): Promise<void> {
  const made = `${target}${unfinished}${randomBytes(6).toString('hex')}`;
  try {
    const handle = await fs.open(made, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await keepOwner(handle, target);
      await syncFile(handle);
    } finally {
      await handle.close();
    }
    await fs.rename(made, target);
  } catch (error) {
    await remove(made);
    throw error;
  }
}

/** Gives the new file to whoever has the old one, where that differs and the system lets us. */
async function keepOwner(handle: fs.FileHandle, target: string): Promise<void> {
  const before = await fs.stat(target).catch(() => undefined);
  if (before === undefined) return;
  const { uid, gid } = await handle.stat();
  if (uid === before.uid && gid === before.gid) return;
  await handle.chown(before.uid, before.gid).catch((error: unknown) => {
    if (!isUnable(error)) throw error;
  });
}

/** Where a link leads, also when there is nothing yet: dotfiles are often links into another folder. */
async function endOfLinks(file: string): Promise<string> {
  let target = file;
  for (let links = 0; links < maxLinks; links++) {
    const next = await fs.readlink(target).catch(() => undefined);
    if (next === undefined) return target;
    target = resolve(dirname(target), next);
  }
  throw Object.assign(new Error(`too many links from ${file}`), { code: 'ELOOP', path: file });
}

/** Removes what processes that were killed meanwhile have left. What can't be found or removed is in nobody's way. */
async function removeUnfinished(target: string): Promise<void> {
  const folder = dirname(target);
  const names = await fs.readdir(folder).catch(() => []);
  for (const name of names) {
    if (unfinishedName.test(name) && name.replace(unfinishedName, '') === basename(target)) await remove(join(folder, name));
  }
}

async function remove(file: string): Promise<void> {
  await fs.rm(file, { force: true }).catch(() => undefined);
}
