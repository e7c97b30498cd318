import { OPEN_TOPIC } from 'paddlewire-netcode/rendezvous';
import type { BrokerServer, RendezvousStatus } from '../contract/desktop.ts';
import { machineBackOff, networkBackOff } from './back-off.ts';
import { addressOf, type BrokerAddress } from './broker-address.ts';
import { connectToBroker, findBroker, loopback } from './broker-finder.ts';
import { Deduplicator } from './deduplicator.ts';
import { type Deferred, deferred } from './deferred.ts';
import { askForInterfaces, ownAddress } from './interfaces.ts';
import { LanGames } from './lan-games.ts';
import { lanAddresses, lanLeaseTopic } from './lan-lease.ts';
import type { Deliver, MqttConnection } from './mqtt-connection.ts';
import { PendingPublishes } from './pending-publishes.ts';
import { type RendezvousOptions, type RendezvousTimings, usualTimings } from './rendezvous-options.ts';
import { RendezvousStatusBoard } from './rendezvous-status.ts';
import { RendezvousUnreachable } from './rendezvous-unreachable.ts';
import { Route, type RouteOptions } from './route.ts';

/**
 * What was published just now is published once more this long after a broker was reached, in ms: those who lost it together with us may have
 * come back after us.
 */
const repeatMs = 2_000;

/** What a joiner is told where nobody hosts, and where hosts are looked for anew all the time. */
const nobodyHere = 'No game is open on this computer.';

interface Wanted {
  readonly handler: (payload: Uint8Array) => void;
  /** Settles when the first broker has granted it, or all have refused. */
  readonly granted: Deferred<void>;
}

/**
 * A rendezvous at several brokers at once. A host is at the broker of this machine, which it starts when there is none, and at the first of the settings
 * that it can reach; a joiner is at all of them, and at those that are found on the local network. Each is connected to by itself, and again when it is
 * lost: what is subscribed to is restored, and what was published just now is published there too, but for announcements.
 */
export class MqttRendezvous {
  readonly #options: RendezvousOptions;
  readonly #timings: RendezvousTimings;
  readonly #board: RendezvousStatusBoard;
  readonly #machine: Route;
  readonly #routes = new Set<Route>();
  readonly #games: LanGames | undefined;
  readonly #wanted = new Map<string, Wanted>();
  readonly #pending = new PendingPublishes();
  readonly #copies = new Deduplicator(() => performance.now());
  /** What has not failed yet for the first time. */
  readonly #untried = new Set<unknown>();
  readonly #opened = deferred<void>();
  #wasOpen = false;
  #host: boolean;
  #over = false;
  #lossTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(host: boolean, options: RendezvousOptions) {
    const { brokers, lanPlay } = options;
    this.#host = host;
    this.#options = options;
    this.#timings = options.timings ?? usualTimings;
    this.#board = new RendezvousStatusBoard(
      brokers.map(({ url }) => url),
      lanPlay,
    );
    this.#machine = this.#addRoute({
      connect: (deliver) => this.#reachMachine(deliver),
      backOff: () => (this.#host ? networkBackOff : machineBackOff),
    });
    for (const choice of host ? [brokers] : brokers.map((broker) => [broker])) {
      if (choice.length > 0) this.#addRoute({ connect: (deliver) => this.#reachFirst(choice, deliver), backOff: () => networkBackOff });
    }
    if (lanPlay && !host) {
      this.#games = new LanGames({
        probeMs: this.#timings.probeMs,
        addRoute: (route) => this.#addRoute(route),
        dropRoute: (route) => this.#routes.delete(route),
        onState: (open, problem) => {
          this.#note(open ? 'the local network is open' : `the local network: ${problem}`);
          if (open) this.#board.open('lan');
          else this.#board.fail('lan', problem);
        },
        onFirstAnswer: () => this.#tried(this.#games),
        ask: options.askForInterfaces,
      });
      this.#untried.add(this.#games);
    }
  }

  /**
   * Opens it: resolves as soon as there is one place to meet at.
   *
   * @param host whether to open a game: then a broker is started on this machine when there is none
   * @throws RendezvousUnreachable when there is none
   */
  static async open(host: boolean, options: RendezvousOptions): Promise<MqttRendezvous> {
    const rendezvous = new MqttRendezvous(host, options);
    const limit = setTimeout(() => rendezvous.#opened.reject(new Error('No answer in time.')), rendezvous.#timings.openMs);
    try {
      await rendezvous.#opened.promise;
      return rendezvous;
    } catch (error) {
      await rendezvous.close();
      rendezvous.#board.giveUp();
      throw new RendezvousUnreachable(rendezvous.places(), { cause: error });
    } finally {
      clearTimeout(limit);
    }
  }

  /** How each place stands. */
  places(): readonly RendezvousStatus[] {
    return this.#board.list();
  }

  /** Makes one that was opened to join a game fit for hosting one too. */
  becomeHost(): void {
    if (this.#host) return;
    this.#host = true;
    const { connection } = this.#machine;
    if (connection === undefined) this.#machine.hurry();
    else this.#leaseLan(connection);
  }

  /**
   * Sends bytes to everybody subscribed to a topic. Resolves once a broker has them; they arrive at least once.
   *
   * @throws Error when the rendezvous is lost or closed
   */
  async publish(topic: string, payload: Uint8Array): Promise<void> {
    this.#refuseWhenOver();
    if (topic === OPEN_TOPIC) {
      // Made again every few seconds while it is true. Kept for a broker that is reached later, it would list a game that is taken.
      for (const connection of this.#connections())
        connection.publish(topic, payload).catch((error: unknown) => this.#note('an open game was not announced', error));
      return;
    }
    await this.#pending.add(topic, payload, ({ acknowledged }) => {
      // A broker that fails meanwhile is told again when it is back.
      for (const connection of this.#connections())
        connection.publish(topic, payload).then(acknowledged, (error: unknown) => this.#note('a message waits for a broker', error));
    });
  }

  /**
   * Calls the handler for what is published on a topic from now on; resolves once that is granted. A second call for a topic replaces its handler.
   *
   * @returns ends the subscription
   * @throws Error when it is not granted, or the rendezvous is lost or closed
   */
  async subscribe(topic: string, handler: (payload: Uint8Array) => void): Promise<() => Promise<void>> {
    this.#refuseWhenOver();
    const wanted: Wanted = { handler, granted: deferred() };
    this.#wanted.set(topic, wanted);
    const asked = this.#connections().map((connection) => ask(connection, topic, wanted));
    void Promise.all(asked).then((answers) => {
      const refused = answers.find((answer) => answer instanceof Error);
      if (refused !== undefined && !answers.includes('lost')) wanted.granted.reject(refused);
    });
    try {
      await wanted.granted.promise;
    } catch (error) {
      if (this.#wanted.get(topic) === wanted) this.#wanted.delete(topic);
      throw error;
    }
    return async () => {
      if (this.#wanted.get(topic) !== wanted) return;
      this.#wanted.delete(topic);
      // Nothing is delivered from now on, whether a broker knows already or not.
      for (const connection of this.#connections())
        connection.unsubscribe(topic).catch((error: unknown) => this.#note('a subscription was not ended', error));
    };
  }

  /** Leaves. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#lossTimer);
    this.#games?.close();
    for (const route of this.#routes) route.close();
    const closed = new Error('The rendezvous is closed.');
    this.#pending.close(closed);
    for (const { granted } of this.#wanted.values()) granted.reject(closed);
    this.#wanted.clear();
  }

  #note(what: string, error?: unknown): void {
    this.#options.note?.(what, error);
  }

  #refuseWhenOver(): void {
    if (this.#over) throw new Error('The rendezvous is closed.');
  }

  #connections(): readonly MqttConnection[] {
    return Array.from(this.#routes, ({ connection }) => connection).filter((connection) => connection !== undefined);
  }

  #addRoute(way: Pick<RouteOptions, 'connect' | 'backOff'>): Route {
    const route = new Route({
      ...way,
      onOpen: (opened) => this.#start(opened),
      onDown: (down) => this.#tried(down),
      onMessage: (from, topic, payload) => {
        const wanted = this.#wanted.get(topic);
        if (wanted !== undefined && !this.#copies.has(from, topic, payload)) wanted.handler(payload);
      },
    });
    this.#routes.add(route);
    this.#untried.add(route);
    return route;
  }

  /** Brings a broker that was reached up to date: first what we listen to, then what we have said, so that answers find us. */
  #start(route: Route): void {
    const { connection } = route;
    if (connection === undefined) return;
    clearTimeout(this.#lossTimer);
    this.#lossTimer = undefined;
    this.#untried.delete(route);
    if (route === this.#machine && this.#host) this.#leaseLan(connection);
    for (const [topic, wanted] of this.#wanted) void ask(connection, topic, wanted);
    const publish = () => {
      for (const { topic, payload, acknowledged } of this.#pending.messages)
        connection.publish(topic, payload).then(acknowledged, (error: unknown) => this.#note('a message waits for a broker', error));
    };
    publish();
    const again = setTimeout(publish, repeatMs);
    void connection.closed.then(() => clearTimeout(again));
    this.#wasOpen = true;
    this.#opened.resolve();
  }

  /** Something has failed, or has found nothing: it matters when nothing is left. */
  #tried(what: unknown): void {
    this.#untried.delete(what);
    if (this.#over || this.#connections().length > 0) return;
    if (this.#untried.size === 0) this.#opened.reject(new Error('Nothing can be reached.'));
    if (!this.#wasOpen) return;
    this.#lossTimer ??= setTimeout(() => {
      const tried = this.places();
      void this.close();
      this.#options.onLost(tried);
    }, this.#timings.returnMs);
  }

  async #reachMachine(deliver: Deliver): Promise<MqttConnection> {
    const { ports, startBroker } = this.#options;
    const { probeMs } = this.#timings;
    return this.#noted('machine', '', async () => {
      const found = await findBroker(ports, probeMs, deliver, (error) => this.#note('a port of this machine', error));
      if (found !== undefined) return found;
      if (!this.#host) throw new Error(nobodyHere);
      return connectToBroker(loopback(await startBroker()), true, probeMs, deliver);
    });
  }

  async #reachFirst(brokers: readonly BrokerServer[], deliver: Deliver): Promise<MqttConnection> {
    let failure: unknown;
    for (const broker of brokers) {
      try {
        return await this.#noted('broker', broker.url, () => this.#reach(addressOf(broker), deliver));
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async #reach(address: BrokerAddress, deliver: Deliver): Promise<MqttConnection> {
    const proxy = await this.#options.chooseProxy?.(address);
    return connectToBroker(address, false, this.#timings.connectMs, deliver, proxy);
  }

  /** Connects, and keeps the board true about it. */
  async #noted(kind: 'machine' | 'broker', url: string, connect: () => Promise<MqttConnection>): Promise<MqttConnection> {
    try {
      const connection = await connect();
      this.#note(`${url || kind} is open`);
      this.#board.open(kind, url);
      void connection.closed.then(() => {
        if (!this.#over) this.#note(`${url || kind} was lost`);
        this.#board.fail(kind, 'The connection was lost.', url);
      });
      return connection;
    } catch (error) {
      if (!this.#over) this.#note(`${url || kind} can't be reached`, error);
      this.#board.fail(kind, error instanceof Error ? error.message : String(error), url);
      throw error;
    }
  }

  /** Has the broker of this machine open itself to the local network for as long as this connection lasts. */
  #leaseLan(connection: MqttConnection): void {
    if (!this.#options.lanPlay) return;
    const { port } = connection.address;
    connection.subscribe(lanLeaseTopic).then(
      async () => {
        const { interfaces, problem } = askForInterfaces(this.#options.askForInterfaces);
        const preferred = await ownAddress();
        if (!connection.isOpen()) return;
        if (problem === '') this.#board.open('lan', '', lanAddresses(port, interfaces, preferred));
        else
          this.#board.fail(
            'lan',
            `The system does not list this computer's networks (${problem}), so the game can't be announced there. Others can still join: tell them this computer's address with :${port} behind it, and they type both under “Other ways to connect”.`,
          );
        void connection.closed.then(() => this.#board.fail('lan', 'The connection was lost.'));
      },
      (error: unknown) => {
        this.#note('the port was not opened to the local network', error);
        this.#board.fail('lan', `Port ${port} could not be opened to the local network. Another program may use it.`);
      },
    );
  }
}

/** Asks one broker for a topic: an Error when it says no, `lost` when it can't say anything any more. */
async function ask(connection: MqttConnection, topic: string, { granted }: Wanted): Promise<'granted' | 'lost' | Error> {
  try {
    await connection.subscribe(topic);
    granted.resolve();
    return 'granted';
  } catch (error) {
    if (!connection.isOpen()) return 'lost';
    return error instanceof Error ? error : new Error(String(error));
  }
}
