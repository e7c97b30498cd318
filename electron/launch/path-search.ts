import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program of that exact name is in a folder of the PATH. */
export function isOnPath(name: string, env: NodeJS.ProcessEnv = process.env): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}
