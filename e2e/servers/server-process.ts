import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { isOnPath } from '../../electron/launch/path-search.ts';

/** Where Debian keeps servers, which is not on everybody's path. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin'];
const path = [process.env['PATH'] ?? '', ...serverFolders].join(delimiter);

/** Time that a server has to say that it is up. */
const startMs = 20_000;

/** Why a server can't be started here, as the end of a sentence; undefined when its programs are there. */
export function whyNoServer(...programs: readonly string[]): string | undefined {
  const missing = programs.find((program) => !isOnPath(program, { PATH: path }));
  return missing === undefined ? undefined : `the program “${missing}” is not on this machine`;
}

/** A server in a process of its own. It ends with this process. */
export interface ServerProcess {
  readonly pid: number;
  /** Everything that it has printed so far. */
  readonly output: readonly string[];
  /** Ends it. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @param command program and arguments
 * @param ready the line that it prints once it takes connections
 * @throws Error with the last it has printed, when it ends first or takes too long
 */
export async function startServer(command: readonly string[], ready: RegExp): Promise<ServerProcess> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: path } });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const output: string[] = [];
  const ended = new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  });
  void ended.then(() => process.off('exit', kill));
  await new Promise<void>((done, failed) => {
    const fail = (why: string) => {
      clearTimeout(limit);
      kill();
      failed(new Error(`${program} ${why}:\n${output.slice(-20).join('\n')}`));
    };
    const limit = setTimeout(() => fail(`said nothing within ${startMs / 1000} s`), startMs);
    void ended.then(() => fail('has ended'));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        output.push(line);
        if (!ready.test(line)) return;
        clearTimeout(limit);
        done();
      });
    }
  });
  return {
    pid: child.pid ?? 0,
    output,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
