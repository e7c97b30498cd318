import { execFile, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { isOnPath } from '../../electron/launch/path-search.ts';

const execute = promisify(execFile);

/** A network of its own (a Linux network namespace) with nothing in it but a loopback interface. It vanishes with the process that opened it. */
export interface NetworkNamespace {
  /** Command in front of a program and its arguments that starts it inside. */
  readonly within: readonly string[];
  /** Runs `ip` with these arguments inside, and answers what it prints. */
  ip(...args: readonly string[]): Promise<string>;
  /** Lays a cable to another namespace: one network interface called `name` on each side, up and without addresses. */
  connect(other: NetworkNamespace, name: string): Promise<void>;
  /** Lets it pass packets on from one of its interfaces to another, as a router does. */
  route(): Promise<void>;
  /** Takes it down once no program runs inside. Safe to call twice. */
  close(): Promise<void>;
  /** Id of the process that holds it. */
  readonly pid: number;
}

/** Why namespaces can't be made here, as the end of a sentence; undefined when they can. */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const missing = ['ip', 'unshare', 'nsenter'].find((program) => !isOnPath(program));
  return missing === undefined ? undefined : `the program “${missing}” is not on this machine`;
}

/**
 * New IPv6 addresses are good at once. By default they change a second or two later, when no other machine has claimed them; a Chromium that is
 * loading its page then breaks off with ERR_NETWORK_CHANGED. No error where there is no IPv6, or it can't be changed.
 */
const addressesAtOnce = '{ echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; } 2>/dev/null';

/**
 * Opens a network of its own.
 *
 * @throws Error when the kernel refuses
 */
export async function openNamespace(): Promise<NetworkNamespace> {
  const options: SpawnOptions = { stdio: ['pipe', 'pipe', 'inherit'] };
  // A namespace lives as long as a process in it; `cat` ends when its input does, and so no later than this process.
  const holder = spawn('unshare', ['--net', 'sh', '-c', `ip link set lo up && { ${addressesAtOnce}; echo ready; exec cat; }`], options);
  const ended = once(holder, 'exit');
  if (holder.stdout === null || holder.pid === undefined) throw new Error('No process for a network namespace could be started.');
  const ready = once(createInterface(holder.stdout), 'line');
  await Promise.race([ready, ended.then(() => Promise.reject(new Error('The kernel makes no network namespace here.')))]);
  const { pid } = holder;
  const within = ['nsenter', `--net=/proc/${pid}/ns/net`];
  const run = async (...command: readonly string[]): Promise<string> => {
    const [program = '', ...args] = [...within, ...command];
    return (await execute(program, args)).stdout;
  };
  const ip = (...args: readonly string[]) => run('ip', ...args);
  return {
    pid,
    within,
    ip,
    connect: async (other, name) => {
      await ip('link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', String(other.pid));
      await ip('link', 'set', name, 'up');
      await other.ip('link', 'set', name, 'up');
    },
    route: async () => {
      await run('sysctl', '--quiet', '--write', 'net.ipv4.ip_forward=1');
    },
    close: async () => {
      holder.stdin?.end();
      await ended;
    },
  };
}
