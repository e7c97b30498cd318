import { networkBackOff } from './back-off.ts';
import { plainAddress } from './broker-address.ts';
import { connectToBroker } from './broker-finder.ts';
import type { Interfaces } from './interfaces.ts';
import { LanBrowser } from './lan-browser.ts';
import type { Deliver, MqttConnection } from './mqtt-connection.ts';
import type { Route, RouteOptions } from './route.ts';

/** How long the network is listened to before it counts as silent, in ms: two questions and their answers. */
const listenMs = 1_500;

/** Brokers of the local network that are connected to at once: a school's network may have many games open. */
const maxGames = 16;

/** Of one neighbour: a machine runs one broker, and two for a moment when one takes over from another. */
const maxPerNeighbour = 2;

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
  /** How the system is asked for this machine's networks; given by tests alone. */
  readonly ask?: (() => Interfaces) | undefined;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

interface Game {
  readonly route: Route;
  readonly addresses: Address[];
  /** Whether none of them could be connected to when last tried. */
  hasFailed: boolean;
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
      ask: options.ask,
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
      return;
    }
    const ofNeighbour = Array.from(this.#games.values()).filter(({ addresses }) => addresses.some((address) => address.host === host));
    if (ofNeighbour.length >= maxPerNeighbour && !this.#dropFailed(ofNeighbour)) return;
    if (this.#games.size >= maxGames && !this.#dropFailed(this.#games.values())) return;
    const addresses = [{ host, port }];
    const route = this.#options.addRoute({ connect: (deliver) => this.#reach(game, deliver), backOff: () => networkBackOff });
    const game: Game = { route, addresses, hasFailed: false };
    this.#games.set(instance, game);
  }

  /** Makes room by giving up one that could not be met at; false when there is none. */
  #dropFailed(games: Iterable<Game>): boolean {
    for (const game of games) {
      if (!game.hasFailed) continue;
      game.route.close();
      this.#options.dropRoute(game.route);
      for (const [instance, { route }] of this.#games) if (route === game.route) this.#games.delete(instance);
      return true;
    }
    return false;
  }

  async #reach(game: Game, deliver: Deliver): Promise<MqttConnection> {
    let failure: unknown;
    for (const { host, port } of game.addresses) {
      try {
        const connection = await connectToBroker(plainAddress(host, port), true, this.#options.probeMs, deliver);
        game.hasFailed = false;
        this.#options.onState(true, '');
        void connection.closed.then(() => this.#tell());
        return connection;
      } catch (error) {
        failure = error;
        this.#problem = error instanceof Error ? error.message : String(error);
      }
    }
    game.hasFailed = true;
    this.#tell();
    throw failure;
  }

  #tell(): void {
    const open = Array.from(this.#games.values()).some(({ route }) => route.connection !== undefined);
    this.#options.onState(open, open ? '' : this.#why());
  }

  #why(): string {
    const byHand = 'type the address that the other player sees beside the code.';
    if (this.#browser.systemProblem !== '')
      return `The system does not list this computer's networks (${this.#browser.systemProblem}), so games on them can't be looked for: a sandbox or a policy of your administrator may forbid it. Instead, ${byHand}`;
    if (this.#browser.links === 0) return 'This computer is not connected to a network. Connect it, then try again.';
    if (this.#games.size > 0)
      return `A game was found on this network and can't be reached: ${this.#problem} If that does not help, ${byHand}`;
    if (!this.#browser.hasAsked) return `This network can't be searched for games (${this.#problem}). Instead, ${byHand}`;
    return `No game was found on this network. The other player must turn on LAN play too. Some networks keep computers from finding each other; if so, ${byHand}`;
  }
}
