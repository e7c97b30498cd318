import { networkBackOff } from './back-off.ts';
import { plainAddress } from './broker-address.ts';
import { connectToBroker } from './broker-finder.ts';
import { LanBrowser } from './lan-browser.ts';
import type { Deliver, MqttConnection } from './mqtt-connection.ts';
import type { Route, RouteOptions } from './route.ts';

/** How long the network is listened to before it counts as silent, in ms: two questions and their answers. */
const listenMs = 1_500;

/** Brokers of the local network that are connected to at once: a school's network may have many games open. */
const maxGames = 16;

/** Addresses at which one broker is looked for: of each interface that it and we share, by both versions of IP. */
const maxAddresses = 4;

/** What brokers of the local network are handed to. */
export interface LanGamesOptions {
  /** For one broker to answer, in ms. */
  readonly probeMs: number;
  addRoute(way: Pick<RouteOptions, 'connect' | 'backOff'>): Route;
  dropRoute(route: Route): void;
  /** Told whether some broker can be met at, and if not, why. */
  onState(open: boolean, problem: string): void;
  /** Called once, when the network has had time to answer. */
  onFirstAnswer(): void;
}

interface Game {
  readonly route: Route;
  readonly addresses: { readonly host: string; readonly port: number }[];
}

/** Ways to the brokers that are announced on the local network. */
export class LanGames {
  readonly #options: LanGamesOptions;
  readonly #browser: LanBrowser;
  readonly #timer: ReturnType<typeof setTimeout>;
  /** By the name of the announcement. */
  readonly #games = new Map<string, Game>();
  /** The last thing that went wrong; of several interfaces there is often one that can't be used. */
  #problem = '';

  constructor(options: LanGamesOptions) {
    this.#options = options;
    this.#browser = new LanBrowser({
      onFound: ({ instance, host, port }) => this.#add(instance, host, port),
      onProblem: (detail) => {
        this.#problem = detail;
      },
    });
    this.#timer = setTimeout(() => {
      this.#tell();
      options.onFirstAnswer();
    }, listenMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#browser.close();
  }

  #add(instance: string, host: string, port: number): void {
    const known = this.#games.get(instance);
    if (known !== undefined) {
      if (known.addresses.length < maxAddresses && !known.addresses.some((other) => other.host === host && other.port === port))
        known.addresses.push({ host, port });
      known.route.hurry();
      return;
    }
    if (this.#games.size >= maxGames && !this.#dropUnreachable()) return;
    const addresses = [{ host, port }];
    const route = this.#options.addRoute({ connect: (deliver) => this.#reach(addresses, deliver), backOff: () => networkBackOff });
    this.#games.set(instance, { route, addresses });
  }

  /** Makes room by giving up one that can't be met at; false when there is none. */
  #dropUnreachable(): boolean {
    for (const [instance, { route }] of this.#games) {
      if (route.connection !== undefined) continue;
      route.close();
      this.#options.dropRoute(route);
      return this.#games.delete(instance);
    }
    return false;
  }

  async #reach(addresses: readonly { readonly host: string; readonly port: number }[], deliver: Deliver): Promise<MqttConnection> {
    let failure: unknown;
    for (const { host, port } of addresses) {
      try {
        const connection = await connectToBroker(plainAddress(host, port), true, this.#options.probeMs, deliver);
        this.#options.onState(true, '');
        void connection.closed.then(() => this.#tell());
        return connection;
      } catch (error) {
        failure = error;
        this.#problem = error instanceof Error ? error.message : String(error);
      }
    }
    this.#tell();
    throw failure;
  }

  #tell(): void {
    const open = Array.from(this.#games.values()).some(({ route }) => route.connection !== undefined);
    this.#options.onState(open, open ? '' : this.#why());
  }

  #why(): string {
    const byHand = 'type the address that the other player sees beside the code.';
    if (this.#browser.links === 0) return 'This computer is not connected to a network. Connect it, then try again.';
    if (this.#games.size > 0) return `A game was found on this network and can't be reached: ${this.#problem} If it stays so, ${byHand}`;
    if (!this.#browser.hasAsked) return `This network can't be searched for games (${this.#problem}). Instead, ${byHand}`;
    return `No game was found on this network. The other player has to switch LAN play on too. Some networks keep computers from finding each other: then ${byHand}`;
  }
}
