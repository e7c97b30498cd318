import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Marks the place in Electron's program where its fuses are, as `@electron/fuses` looks for it. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Folder of an unpacked Electron, from the path of its program. */
export function folderOfElectron(program: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'darwin' ? resolve(program, '../../../..') : dirname(program);
}

/** Whether this Electron has fuses that can be set; builds from other sources than Electron's own may have none. */
export function hasFuses(program: string, platform: NodeJS.Platform = process.platform): boolean {
  const framework = '../../Frameworks/Electron Framework.framework/Electron Framework';
  return readFileSync(platform === 'darwin' ? resolve(program, framework) : program).includes(fuseSentinel);
}

/**
 * A folder that electron-builder can copy: it would copy links as links and then write our app through them into somebody else's
 * Electron, so a folder that has any is copied first.
 *
 * @param folder the unpacked Electron
 * @param scratch an empty folder for the copy
 * @returns one of the two
 */
export function withoutLinks(folder: string, scratch: string, platform: NodeJS.Platform = process.platform): string {
  // On macOS the links inside a framework belong there.
  if (platform === 'darwin' || !readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isSymbolicLink())) return folder;
  const copy = join(scratch, 'electron');
  cpSync(folder, copy, { recursive: true, dereference: true });
  return copy;
}
