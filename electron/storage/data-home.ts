import { userInfo } from 'node:os';
import { posix, win32 } from 'node:path';

/**
 * Folder in which the launcher keeps one folder per profile, where each system expects an app's data. A variable that is empty or names a folder only
 * relative to wherever somebody happens to be counts as unset, as the XDG specification has it.
 *
 * @param registered the home folder that the system has of this user, for when no variable says it
 * @throws Error when there is nowhere to keep anything
 */
export function dataHome(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  registered: () => string = () => userInfo().homedir,
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const folderIn = (name: string): string | undefined => {
    const value = env[name];
    return value !== undefined && isAbsolute(value) ? value : undefined;
  };
  const home = (): string => {
    const found = folderIn(platform === 'win32' ? 'USERPROFILE' : 'HOME') ?? ifKnown(registered);
    if (found !== undefined && isAbsolute(found)) return found;
    throw new Error(
      `This user has no home folder: set ${platform === 'win32' ? 'APPDATA' : 'HOME'} to a folder for what Paddlewire stores.`,
    );
  };
  if (platform === 'darwin') return join(home(), 'Library/Application Support/Paddlewire');
  if (platform === 'win32') return join(folderIn('APPDATA') ?? join(home(), 'AppData/Roaming'), 'Paddlewire');
  return join(folderIn('XDG_DATA_HOME') ?? join(home(), '.local/share'), 'paddlewire');
}

/** Undefined where the system knows no such user, as in many containers. */
function ifKnown(ask: () => string): string | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
