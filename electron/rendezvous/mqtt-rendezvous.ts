import { connectToBroker, findBroker } from './broker-finder.ts';
import type { MqttConnection } from './mqtt-connection.ts';
import type { Rendezvous } from './rendezvous.ts';

/** How to reach a broker on this machine. */
export interface RendezvousOptions {
  /** Loopback ports to look for one on. */
  readonly ports: readonly number[];
  /** Starts a broker and answers with the port of the one to use. */
  startBroker(): Promise<number>;
  /** Called once, when the broker is gone and could not be found again or replaced. */
  onLost(detail: string): void;
  readonly timings?: RendezvousTimings;
}

/** Times in milliseconds; they are given by tests alone. */
export interface RendezvousTimings {
  /** For one port to answer. */
  readonly probeMs: number;
  /** Between two attempts to find a broker again. */
  readonly retryMs: number;
  /** Attempts to find one again. */
  readonly attempts: number;
}

/** A broker on this machine answers within 10 ms, on a busy one within a second. A lost one is looked for during 4 s: time for a host to replace it. */
const usualTimings: RendezvousTimings = { probeMs: 3_000, retryMs: 200, attempts: 20 };

/** A rendezvous at the broker of this machine, whichever window runs it. When that broker dies it finds or starts another and subscribes again. */
export class MqttRendezvous implements Rendezvous {
  /** True while this window is to start a broker when there is none. */
  host: boolean;
  readonly #options: RendezvousOptions;
  readonly #timings: RendezvousTimings;
  readonly #handlers = new Map<string, (payload: Uint8Array) => void>();
  /** The connection in use, or the one being made in place of a lost one. */
  #connection: Promise<MqttConnection>;
  #over = false;

  private constructor(host: boolean, options: RendezvousOptions) {
    this.host = host;
    this.#options = options;
    this.#timings = options.timings ?? usualTimings;
    this.#connection = this.#reach();
  }

  /**
   * Opens it.
   *
   * @param host whether to start a broker when there is none
   * @throws Error when there is none, or none could be started
   */
  static async open(host: boolean, options: RendezvousOptions): Promise<MqttRendezvous> {
    const rendezvous = new MqttRendezvous(host, options);
    rendezvous.#watch(await rendezvous.#connection);
    return rendezvous;
  }

  async publish(topic: string, payload: Uint8Array): Promise<void> {
    await this.#withConnection((connection) => connection.publish(topic, payload));
  }

  async subscribe(topic: string, handler: (payload: Uint8Array) => void): Promise<() => Promise<void>> {
    this.#handlers.set(topic, handler);
    try {
      await this.#withConnection((connection) => connection.subscribe(topic));
    } catch (error) {
      this.#handlers.delete(topic);
      throw error;
    }
    return async () => {
      if (this.#handlers.get(topic) !== handler) return;
      this.#handlers.delete(topic);
      if (!this.#over) await this.#withConnection((connection) => connection.unsubscribe(topic));
    };
  }

  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#handlers.clear();
    const connection = await this.#connection.catch(() => undefined);
    connection?.end();
  }

  /** Does something once a connection is there, and again on the next one when it is lost meanwhile. */
  async #withConnection(work: (connection: MqttConnection) => Promise<void>): Promise<void> {
    while (true) {
      if (this.#over) throw new Error('The rendezvous is closed.');
      const connection = await this.#connection;
      try {
        await work(connection);
        return;
      } catch (error) {
        // Refused while connected: no better on another try.
        if (connection.isOpen()) throw error;
        await connection.closed;
      }
    }
  }

  /** Connects to a broker that is there, or as a host to one that is started. */
  async #reach(): Promise<MqttConnection> {
    const deliver = (topic: string, payload: Uint8Array) => this.#handlers.get(topic)?.(payload);
    const found = await findBroker(this.#options.ports, this.#timings.probeMs, deliver);
    if (found !== undefined) return found;
    if (!this.host) throw new Error(`No window on this machine runs a broker (ports ${this.#options.ports.join(', ')}).`);
    return connectToBroker(await this.#options.startBroker(), this.#timings.probeMs, deliver);
  }

  #watch(connection: MqttConnection): void {
    void connection.closed.then(() => {
      if (this.#over) return;
      const next = this.#recover();
      this.#connection = next;
      next.then(
        (found) => this.#watch(found),
        (error: unknown) => {
          if (this.#over) return;
          this.#over = true;
          this.#options.onLost(error instanceof Error ? error.message : String(error));
        },
      );
    });
  }

  async #recover(): Promise<MqttConnection> {
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = await this.#reach();
        if (this.#over) connection.end();
        for (const topic of this.#handlers.keys()) await connection.subscribe(topic);
        return connection;
      } catch (error) {
        if (this.#over || attempt >= this.#timings.attempts) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, this.#timings.retryMs));
    }
  }
}
