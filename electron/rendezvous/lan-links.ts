import type { RemoteInfo } from 'node:dgram';
import { BlockList, isIPv6 } from 'node:net';
import type { Packet } from 'dns-packet';
import multicastDns, { type MulticastDNS } from 'multicast-dns';
import { askForInterfaces, byLikelihood, type Interfaces, ownAddress } from './interfaces.ts';

/** How often interfaces that came or went are looked for, in ms. */
const scanMs = 3_000;

/** Links that are used; a computer has a handful, also with virtual machines. */
const maxLinks = 16;

/** Where multicast DNS is spoken (RFC 6762). */
const mdnsPort = 5_353;
const mdnsGroup = { IPv4: '224.0.0.251', IPv6: 'ff02::fb' } as const;

/** One interface, spoken to by one version of IP. */
export interface LanLink {
  readonly interfaceName: string;
  readonly family: 'IPv4' | 'IPv6';
  /** Of this machine on this link: for IPv6 a link-local one where there is one. */
  readonly address: string;
  /** Number of the interface, for IPv6; 0 for IPv4. */
  readonly scope: number;
}

/**
 * Every interface that leads somewhere, once for each version of IP it has an address of; of more than are used, the likeliest to have players behind them.
 *
 * @param preferred address by which this machine reaches the internet
 */
export function linksOf(interfaces: Interfaces, preferred?: string): readonly LanLink[] {
  const links: LanLink[] = [];
  for (const [interfaceName, outside] of byLikelihood(interfaces, preferred)) {
    const v4 = outside.find(({ family }) => family === 'IPv4');
    if (v4 !== undefined) links.push({ interfaceName, family: 'IPv4', address: v4.address, scope: 0 });
    const v6 = outside.filter((entry) => entry.family === 'IPv6');
    const [best] = v6.toSorted((one, other) => Number(isLinkLocal(other.address)) - Number(isLinkLocal(one.address)));
    if (best !== undefined) links.push({ interfaceName, family: 'IPv6', address: best.address, scope: best.scopeid });
  }
  return links.slice(0, maxLinks);
}

/** Whether an address is of a network that this machine is on, and not this machine's own. */
export function isNeighbour(address: string, interfaces: Interfaces): boolean {
  const [plain = ''] = address.split('%');
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  const networks = new BlockList();
  for (const { address: own, cidr, internal } of Object.values(interfaces).flatMap((entries) => entries ?? [])) {
    if (own === plain) return false;
    const prefix = Number(cidr?.split('/')[1]);
    if (!internal && Number.isInteger(prefix)) networks.addSubnet(own, prefix, isIPv6(own) ? 'ipv6' : 'ipv4');
  }
  return networks.check(plain, family);
}

/** What the links of this machine tell. */
export interface LanLinksOptions {
  /** A link has come up. */
  onUp(link: LanLink): void;
  /** A packet of a neighbour on a link. */
  onPacket(packet: Packet, from: string, link: LanLink): void;
  /** Something does not work on a link; the others go on. */
  onProblem(detail: string): void;
  /** How the system is asked for this machine's networks; given by tests alone. */
  readonly ask?: (() => Interfaces) | undefined;
}

/**
 * Multicast DNS on every interface of this machine, as they come and go: one socket for each, because a socket sends by one interface only.
 * No interface, no multicast, a port that is taken: all are told, and none of them throws.
 */
export class LanLinks {
  readonly #options: LanLinksOptions;
  readonly #sockets = new Map<string, { readonly link: LanLink; readonly socket: MulticastDNS }>();
  readonly #timer: ReturnType<typeof setInterval>;
  #hasSent = false;
  /** As they were when last looked over: asking for them at each packet would make a flood cost more. */
  #interfaces: Interfaces = {};
  #systemProblem = '';
  #closed = false;

  constructor(options: LanLinksOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#scan(), scanMs);
    // Whoever made the links can set up first what hears of them.
    queueMicrotask(() => void this.#scan());
  }

  /** How many links are up. */
  get count(): number {
    return this.#sockets.size;
  }

  /** Why the system does not tell this machine's networks, in its own words; empty when it does. */
  get systemProblem(): string {
    return this.#systemProblem;
  }

  /** Addresses of this machine on an interface. */
  addressesOn(interfaceName: string): readonly string[] {
    return (this.#interfaces[interfaceName] ?? []).map(({ address }) => address);
  }

  /** Whether a packet has left by any of them yet. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Sends a packet on one link. Resolves when it is out or could not be sent. */
  async send(link: LanLink, packet: Packet): Promise<void> {
    const socket = this.#sockets.get(keyOf(link))?.socket;
    if (socket === undefined) return;
    await new Promise<void>((resolve) => {
      const sent = (error: Error | null) => {
        if (error) this.#options.onProblem(`${link.interfaceName}: ${error.message}`);
        else this.#hasSent = true;
        resolve();
      };
      if (packet.type === 'query') socket.query({ ...packet, questions: packet.questions ?? [] }, sent);
      else socket.respond({ ...packet, answers: packet.answers ?? [] }, sent);
    });
  }

  /** Sends what is right for each link on all of them. */
  async sendToAll(packetFor: (link: LanLink) => Packet): Promise<void> {
    await Promise.all(Array.from(this.#sockets.values(), ({ link }) => this.send(link, packetFor(link))));
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const key of this.#sockets.keys()) this.#drop(key);
  }

  async #scan(): Promise<void> {
    const { interfaces, problem } = askForInterfaces(this.#options.ask);
    if (problem !== '' && problem !== this.#systemProblem) this.#options.onProblem(problem);
    this.#systemProblem = problem;
    // It may fail for a moment: what was known stays.
    if (problem !== '') return;
    this.#interfaces = interfaces;
    const preferred = Object.keys(interfaces).length > maxLinks / 2 ? await ownAddress() : undefined;
    if (this.#closed) return;
    const links = new Map(linksOf(interfaces, preferred).map((link) => [keyOf(link), link]));
    for (const key of this.#sockets.keys()) if (!links.has(key)) this.#drop(key);
    for (const [key, link] of links) if (!this.#sockets.has(key)) this.#raise(key, link);
  }

  #raise(key: string, link: LanLink): void {
    const { family, interfaceName, address, scope } = link;
    const zone = process.platform === 'win32' ? scope : interfaceName;
    const socket = multicastDns({
      port: mdnsPort,
      type: family === 'IPv4' ? 'udp4' : 'udp6',
      ip: mdnsGroup[family],
      interface: family === 'IPv4' ? address : `::%${zone}`,
      // Bound to the interface's own address a socket gets no multicast.
      bind: family === 'IPv4' ? '0.0.0.0' : '::',
    });
    this.#sockets.set(key, { link, socket });
    const fail = (error: Error) => {
      // Packets that can't be read are of somebody else, and no matter.
      if (!('code' in error)) return;
      this.#options.onProblem(`${interfaceName}: ${error.message}`);
    };
    socket.on('warning', fail);
    socket.on('error', (error: Error) => {
      fail(error);
      this.#drop(key);
    });
    socket.on('packet', (packet: Packet, { address: from, port }: RemoteInfo) => {
      if (port === mdnsPort && isNeighbour(from, this.#interfaces)) this.#options.onPacket(packet, from, link);
    });
    socket.once('ready', () => {
      if (this.#sockets.has(key)) this.#options.onUp(link);
    });
  }

  #drop(key: string): void {
    const socket = this.#sockets.get(key)?.socket;
    this.#sockets.delete(key);
    try {
      socket?.destroy();
    } catch {
      // It has closed itself on the error that it is dropped for.
    }
  }
}

function keyOf({ interfaceName, family, address, scope }: LanLink): string {
  return `${interfaceName} ${family} ${address} ${scope}`;
}

function isLinkLocal(address: string): boolean {
  return address.toLowerCase().startsWith('fe80:');
}
