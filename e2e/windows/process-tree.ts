import { spawnSync } from 'node:child_process';

/**
 * Ends a process and everything it started at once, as a crash or the end of a machine would: no process gets to say goodbye.
 *
 * @param pid leader of a process group, except on Windows, where any process will do. One that has ended already is no error.
 */
export function killTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  signalTree(pid, 'SIGKILL');
}

/**
 * Stops a process and everything it started where it is, as a machine that falls asleep does, or lets it go on. Not on Windows, which has no
 * such signals.
 *
 * @param pid leader of a process group. One that has ended already is no error.
 */
export function signalTree(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The type is NodeJS.ErrnoException, which process.kill is documented to throw.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
