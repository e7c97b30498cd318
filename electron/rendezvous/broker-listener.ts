import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** How many connections a door lets in. */
export interface DoorLimits {
  readonly clients: number;
  /** Of them, from other machines. */
  readonly lanClients: number;
  /** From any one other machine. */
  readonly clientsPerAddress: number;
}

/** Whether a connection comes from this machine. */
export function isFromHere(connection: unknown): boolean {
  return connection instanceof Socket && isLoopback(connection.remoteAddress ?? '');
}

/** What a broker listens on: 127.0.0.1 alone or, while that is wanted, every address of this machine, always at the same port. */
export class BrokerListener {
  readonly #limits: DoorLimits;
  readonly #announce: (port: number) => () => void;
  readonly #onSocket: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #endAnnouncement: (() => void) | undefined;
  /** The change that is under way, which the next one waits for. */
  #change: Promise<boolean> = Promise.resolve(false);

  /**
   * @param announce called when it is open to the local network; answers with how to stop what that has started
   * @param onSocket gets each connection that is let in
   */
  constructor(limits: DoorLimits, announce: (port: number) => () => void, onSocket: (socket: Socket) => void) {
    this.#limits = limits;
    this.#announce = announce;
    this.#onSocket = onSocket;
  }

  /** The port; 0 before it is open. */
  get port(): number {
    return this.#port;
  }

  /**
   * Opens it to this machine.
   *
   * @param port 0 for any that is free
   * @throws Error with code EADDRINUSE when the port is taken
   */
  async open(port: number): Promise<void> {
    this.#server = await this.#listen(port, '127.0.0.1');
    // A TCP server that listens has one.
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /**
   * Opens it to the local network, or closes it to that again, which ends connections from there. Returns whether it is open to it now.
   *
   * @throws Error when another program took the port in between: it is no door any more
   */
  setLan(on: boolean): Promise<boolean> {
    this.#change = this.#change.then(() => this.#setLan(on));
    return this.#change;
  }

  async close(): Promise<void> {
    await this.setLan(false);
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  async #setLan(on: boolean): Promise<boolean> {
    const isOn = this.#endAnnouncement !== undefined;
    if (on === isOn || this.#server === undefined) return isOn;
    this.#endAnnouncement?.();
    this.#endAnnouncement = undefined;
    // One port has room for one of the two. Connections that are open stay.
    this.#server.close();
    if (on) {
      try {
        this.#server = await this.#listen(this.#port, undefined);
        this.#endAnnouncement = this.#announce(this.#port);
        return true;
      } catch {
        // Another program has the port on one of this machine's addresses.
      }
    } else {
      for (const socket of this.#sockets) if (!isFromHere(socket)) socket.destroy();
    }
    this.#server = await this.#listen(this.#port, '127.0.0.1');
    return false;
  }

  /** @param host undefined for every address, of IPv6 and IPv4 */
  async #listen(port: number, host: string | undefined): Promise<Server> {
    const server = createServer({ noDelay: true }, (socket) => this.#admit(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    // Whatever comes later is of single connections that could not be taken.
    server.on('error', () => undefined);
    return server;
  }

  #admit(socket: Socket): void {
    const { clients, lanClients, clientsPerAddress } = this.#limits;
    const from = socket.remoteAddress ?? '';
    const lan = isLoopback(from) ? [] : Array.from(this.#sockets).filter((other) => !isFromHere(other));
    const full =
      this.#sockets.size >= clients ||
      lan.length >= lanClients ||
      lan.filter(({ remoteAddress }) => remoteAddress === from).length >= clientsPerAddress;
    if (full) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#onSocket(socket);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
