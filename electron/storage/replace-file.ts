import { promises as fs } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import { codeOf } from './disk-error.ts';
import { isUnable, syncFolder } from './durability.ts';

/** On Windows, virus scanners and search indexes hold a new file open for a moment; these waits, in ms, outlast all that was reported. */
const retryMs = [20, 50, 100, 200, 400];
const heldByOthers: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Links that lead to links: more than this many are a circle. */
const maxLinks = 8;

/**
 * Replaces a file, or makes it, so that it is whatever happens either the old or the new one. A link stays a link, to the new text; an owner stays the
 * owner. Nobody else can read it. One call at a time for a file.
 *
 * @throws Error of the system; the file is as before then
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await endOfLinks(file);
  await removeUnfinished(target);
  let fsync = true;
  for (let attempt = 0; ; ) {
    try {
      await writeFileAtomic(target, text, { mode: 0o600, fsync });
      break;
    } catch (error) {
      const waitMs = retryMs[attempt];
      if (heldByOthers.has(codeOf(error) ?? '') && waitMs !== undefined) {
        attempt++;
        await wait(waitMs);
      } else if (fsync && isUnable(error)) fsync = false;
      else throw error;
    }
  }
  await syncFolder(dirname(target));
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

/** Removes what processes that were killed meanwhile have left: the new text under the file's name with a number behind it. */
async function removeUnfinished(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await fs.readdir(folder)) {
    if (name.startsWith(`${basename(target)}.`) && /\.\d+$/.test(name)) await fs.rm(join(folder, name), { force: true });
  }
}
