import { constants } from 'node:os';

/** What each code of the system means to a person, and what may help. */
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space.',
  EDQUOT: 'Your disk quota is used up: delete some of your files.',
  EROFS: 'The drive is read-only: it may be write-protected, or locked by the system after an error.',
  EACCES: 'Paddlewire has no permission: change the permissions of the folder and its contents.',
  EPERM: 'The system does not let Paddlewire do that: change the permissions of the folder, or the protection of the file.',
  EMFILE: 'Too many files are open: close some programs.',
  ENFILE: 'Too many files are open: close some programs.',
  EIO: 'The drive reports an error: check its cable, and whether it is failing.',
  ENXIO: 'The drive is gone: connect it again.',
  ENODEV: 'The drive is gone: connect it again.',
  ENOENT: 'The folder is gone: the drive may have been removed.',
  ESTALE: 'The network drive has changed: connect it again.',
  ENOTCONN: 'The network drive is not connected: connect it again.',
  EHOSTDOWN: 'The network drive does not answer: connect it again.',
  ETIMEDOUT: 'The network drive does not answer: connect it again.',
  EBUSY: 'Another program holds the file: close it.',
  ETXTBSY: 'Another program holds the file: close it.',
  EISDIR: 'A folder has the name of the file: rename or remove it.',
  ENOTDIR: 'A file has the name of the folder: rename or remove it.',
  ENOTEMPTY: 'A folder has the name of the file: rename or remove it.',
  ERR_FS_EISDIR: 'A folder has the name of the file: rename or remove it.',
  EEXIST: 'Something else has the name of the file: rename or remove it.',
  ELOOP: 'The file is a link that leads to itself: remove it.',
  EFBIG: 'The file is too large for this drive.',
  ENAMETOOLONG: 'The path of the folder is too long for this drive: use another one.',
  EINVAL: 'This kind of drive does not accept the file: use another folder.',
};

/** The system's code of what was thrown, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  if (!error.code.startsWith('Unknown system error')) return error.code;
  // Node has no names for what only drives of some kinds say (EDQUOT, ESTALE), the system has.
  const number = 'errno' in error ? error.errno : undefined;
  return Object.entries(constants.errno).find(([, value]) => value === -Number(number))?.[0] ?? error.code;
}

/** Whether it says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** Why a file could not be read or written and what may help, in plain sentences. */
export function diskWords(error: unknown): string {
  const known = words[codeOf(error) ?? ''];
  if (known === undefined) return error instanceof Error ? error.message : String(error);
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : '';
  return known + path;
}
