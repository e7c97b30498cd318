import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { getSystemErrorName } from 'node:util';

/** Addresses of this machine that others can reach it by. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The networks of this machine, as the system tells them. */
export interface KnownInterfaces {
  readonly interfaces: Interfaces;
  /** Why the system tells none, in its own words; empty when it does. */
  readonly problem: string;
}

/**
 * Asks the system for the networks of this machine. A sandbox may forbid that, and a system that is out of file handles fails for a while.
 *
 * @param ask how; left out, as Node does
 */
export function askForInterfaces(ask: () => Interfaces = networkInterfaces): KnownInterfaces {
  try {
    return { interfaces: ask(), problem: '' };
  } catch (error) {
    return { interfaces: {}, problem: systemsWords(error) };
  }
}

/** Name of a system's error, such as EACCES, where Node hides it behind one of its own. */
function systemsWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const errno: unknown = 'errno' in error ? error.errno : undefined;
  return typeof errno === 'number' && errno !== 0 ? getSystemErrorName(-Math.abs(errno)) : error.message;
}

/** Anywhere on the internet, at an address kept for examples: the way there is looked up, and nothing is sent. */
const elsewhere = '192.0.2.1';
const anyPort = 9;

/** The address by which this machine reaches the internet, or would; undefined when it can't. */
export async function ownAddress(): Promise<string | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(anyPort, elsewhere);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    // No way leads there: a network without a router, or none.
    return undefined;
  } finally {
    socket.close();
  }
}

/** Names that programs give to networks within a machine or between machines that are elsewhere. */
const madeUp =
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vnet|lxc|lxd|podman|cni|flannel|cali|tun|tap|utun|wg|zt|tailscale|ham|vEthernet|VMware|VirtualBox|Hyper-V)/i;

/**
 * The interfaces of this machine that lead somewhere, the likeliest to have players behind it first: the one with the way to the internet, then those of
 * hardware, then those that programs have made up.
 *
 * @param preferred address by which this machine reaches the internet
 */
export function byLikelihood(
  interfaces: Interfaces,
  preferred: string | undefined,
): readonly (readonly [string, readonly NetworkInterfaceInfo[]])[] {
  const rank = ([name, entries]: readonly [string, readonly NetworkInterfaceInfo[]]): number => {
    if (preferred !== undefined && entries.some(({ address }) => address === preferred)) return 0;
    return madeUp.test(name) ? 2 : 1;
  };
  return Object.entries(interfaces)
    .map(([name, entries = []]) => [name, entries.filter(({ internal }) => !internal)] as const)
    .filter(([, entries]) => entries.length > 0)
    .toSorted((one, other) => rank(one) - rank(other));
}
