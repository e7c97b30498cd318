import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type Conditions, Direction } from '../../netcode/local/network.ts';
import { Random } from '../../netcode/local/random.ts';

/** One of the two that talk through the proxy. */
export type Side = 0 | 1;

/** Where each part of an ICE candidate stands between its spaces (RFC 8839, section 5.1). */
const part = { protocol: 2, address: 4, port: 5 } as const;

/** How often delayed packets are looked at, in ms: finer than any delay that a player would feel. */
const LOOK_MS = 1;

/** A socket that stands in for one real address of one side: what comes to it is meant for that address. */
interface StandIn {
  readonly owner: Side;
  readonly address: string;
  readonly port: number;
  readonly socket: Socket;
  /** What comes to it, by the stand-in of the address that it comes from. */
  readonly paths: Map<StandIn, Direction>;
}

/**
 * Carries UDP between two sides that know only the proxy's addresses of each other, and loses, delays and cuts it on the way. It works below
 * WebRTC, so everything above is the real thing: ICE, DTLS and the browser's own idea of a dead connection.
 */
export class UdpProxy {
  #conditions: Conditions;
  readonly #seed: number;
  readonly #standIns = new Map<string, Promise<StandIn>>();
  readonly #cut: [boolean, boolean] = [false, false];
  #looking: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  /**
   * @param seed decides which packets are lost and how much each is delayed
   * @param conditions of both directions
   */
  constructor(seed: number, conditions: Conditions) {
    this.#seed = seed;
    this.#conditions = conditions;
    this.#lookOften();
  }

  /** From now on packets are treated like this. */
  async change(conditions: Conditions): Promise<void> {
    this.#conditions = conditions;
    for (const { paths } of await Promise.all(this.#standIns.values())) for (const path of paths.values()) path.conditions = conditions;
    this.#lookOften();
  }

  /** Only what is delayed has to be looked at. */
  #lookOften(): void {
    const { delayMs, jitterMs } = this.#conditions;
    if (delayMs + jitterMs > 0) this.#looking ??= setInterval(() => void this.#deliverAll(), LOOK_MS);
  }

  /** From now on nothing arrives of what these sides send. */
  cut(...senders: readonly Side[]): void {
    for (const sender of senders) this.#cut[sender] = true;
  }

  /** Everything arrives again. */
  heal(): void {
    this.#cut.fill(false);
  }

  /**
   * Replaces the address in an ICE candidate by one of the proxy.
   *
   * @param owner whose candidate it is
   * @returns undefined for a candidate that is not UDP, which must be left out
   */
  async replace(owner: Side, candidate: string): Promise<string | undefined> {
    const parts = candidate.split(' ');
    const address = parts[part.address];
    const port = Number(parts[part.port]);
    if (parts[part.protocol]?.toLowerCase() !== 'udp' || address === undefined || !(port > 0)) return undefined;
    const { socket } = await this.#standIn(owner, address, port);
    parts[part.port] = String(socket.address().port);
    return parts.join(' ');
  }

  /** Replaces the candidates in a session description and leaves out those that are not UDP. */
  async replaceAll(owner: Side, sdp: string): Promise<string> {
    const prefix = 'a=candidate:';
    const lines = sdp.split('\r\n').map(async (line) => {
      if (!line.startsWith(prefix)) return line;
      const replaced = await this.replace(owner, line.slice('a='.length));
      return replaced === undefined ? undefined : `a=${replaced}`;
    });
    return (await Promise.all(lines)).filter((line) => line !== undefined).join('\r\n');
  }

  /** Closes all sockets. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#looking);
    const standIns = await Promise.all(this.#standIns.values());
    for (const { socket } of standIns) socket.close();
  }

  #standIn(owner: Side, address: string, port: number): Promise<StandIn> {
    const name = `${owner} ${address} ${port}`;
    const known = this.#standIns.get(name);
    if (known !== undefined) return known;
    const made = this.#open(owner, address, port);
    this.#standIns.set(name, made);
    return made;
  }

  async #open(owner: Side, address: string, port: number): Promise<StandIn> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    // Whoever has gone away leaves a refusal behind, which only means that a packet was lost.
    socket.on('error', () => undefined);
    // The address is this machine's, as both sides are here: its network card then looks the same from both.
    socket.bind(0, address);
    await once(socket, 'listening');
    const standIn: StandIn = { owner, address, port, socket, paths: new Map() };
    socket.on('message', (bytes, from) => void this.#carry(standIn, bytes, from.address, from.port));
    return standIn;
  }

  async #carry(to: StandIn, bytes: Uint8Array, address: string, port: number): Promise<void> {
    const sender: Side = to.owner === 0 ? 1 : 0;
    if (this.#cut[sender]) return;
    // The receiver must see the proxy's address of the sender, also of one that no candidate told of.
    const from = await this.#standIn(sender, address, port);
    if (this.#closed) return;
    let path = to.paths.get(from);
    if (path === undefined) {
      path = new Direction(this.#conditions, new Random(this.#seed, `${to.owner}: ${to.paths.size}`));
      to.paths.set(from, path);
    }
    path.send(performance.now(), false, bytes);
    if (this.#looking === undefined) deliver(from, path, to);
  }

  async #deliverAll(): Promise<void> {
    const standIns = await Promise.all(this.#standIns.values());
    if (this.#closed) return;
    for (const to of standIns) for (const [from, path] of to.paths) deliver(from, path, to);
  }
}

function deliver(from: StandIn, path: Direction, to: StandIn): void {
  path.deliver(performance.now(), (_reliable, bytes) => from.socket.send(bytes, to.port, to.address));
}
