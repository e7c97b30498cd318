import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder in which the launcher keeps one folder per profile, where each system expects an app's data. */
export function dataHome(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library/Application Support/Paddlewire');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData/Roaming'), 'Paddlewire');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'paddlewire');
}
