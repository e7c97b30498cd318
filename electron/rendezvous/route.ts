import { type BackOff, pauseMs } from './back-off.ts';
import type { Deliver, MqttConnection } from './mqtt-connection.ts';

/** A connection that lasted this long was a good one: after it the pauses between attempts begin short again. */
const steadyMs = 10_000;

/** What a route needs to know and tells. */
export interface RouteOptions {
  /** @throws Error in plain words when there is nothing to connect to */
  connect(deliver: Deliver): Promise<MqttConnection>;
  /** Asked after each attempt. */
  backOff(): BackOff;
  /** Called for each connection that was made. */
  onOpen(route: Route): void;
  /** Called for each attempt that failed, and when a connection is over. */
  onDown(route: Route, error: unknown): void;
  onMessage(route: Route, topic: string, payload: Uint8Array): void;
}

/** One way to meet: keeps a connection to a broker, and makes another one when it is lost, until it is closed. */
export class Route {
  readonly #options: RouteOptions;
  #connection: MqttConnection | undefined;
  #over = false;
  #wake: () => void = () => undefined;

  /** Starts to connect at once. */
  constructor(options: RouteOptions) {
    this.#options = options;
    void this.#run();
  }

  /** The connection in use; undefined while there is none. */
  get connection(): MqttConnection | undefined {
    return this.#connection?.isOpen() ? this.#connection : undefined;
  }

  /** Makes the next attempt now when it would be made later. */
  hurry(): void {
    this.#wake();
  }

  close(): void {
    this.#over = true;
    this.#connection?.end();
    this.#wake();
  }

  async #run(): Promise<void> {
    const { backOff, connect, onOpen, onDown, onMessage } = this.#options;
    for (let failures = 1; !this.#over; failures++) {
      try {
        const connection = await connect((topic, payload) => onMessage(this, topic, payload));
        if (this.#over) return connection.end();
        const sinceMs = performance.now();
        this.#connection = connection;
        onOpen(this);
        await connection.closed;
        this.#connection = undefined;
        if (performance.now() - sinceMs >= steadyMs) failures = 1;
        if (!this.#over) onDown(this, new Error('The connection has ended.'));
      } catch (error) {
        if (!this.#over) onDown(this, error);
      }
      if (!this.#over) await this.#pause(pauseMs(backOff(), failures, Math.random()));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
