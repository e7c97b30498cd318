import { announcementsIn, question } from './dns-sd.ts';
import type { Interfaces } from './interfaces.ts';
import { LanLinks } from './lan-links.ts';

/** When the question is asked again, in ms after the first time: a packet may get lost, and a network that is waking up loses several. */
const askAgainMs: readonly number[] = [500, 1_500, 3_500, 8_000];

/** After those it is asked this often, in ms; games that are opened meanwhile announce themselves. */
const askEveryMs = 30_000;

/** What is found on the local network. */
export interface LanBrowserOptions {
  /** A broker was announced, for the first time or again. `host` is the neighbour that announced it. */
  onFound(found: { readonly instance: string; readonly host: string; readonly port: number }): void;
  /** Something that keeps games from being found on some interface, in the words of the system. */
  onProblem(detail: string): void;
  /** How the system is asked for this machine's networks; given by tests alone. */
  readonly ask?: (() => Interfaces) | undefined;
}

/** Looks for brokers of the local network on every interface, until it is closed. */
export class LanBrowser {
  readonly #links: LanLinks;
  readonly #timers: readonly ReturnType<typeof setTimeout>[];

  constructor({ onFound, onProblem, ask: askSystem }: LanBrowserOptions) {
    this.#links = new LanLinks({
      onUp: (link) => void this.#links.send(link, question),
      onPacket: (packet, host) => {
        for (const { instance, port } of announcementsIn(packet)) onFound({ instance, host, port });
      },
      onProblem,
      ask: askSystem,
    });
    const ask = () => void this.#links.sendToAll(() => question);
    this.#timers = [...askAgainMs.map((ms) => setTimeout(ask, ms)), setInterval(ask, askEveryMs)];
  }

  /** How many interfaces are asked on. */
  get links(): number {
    return this.#links.count;
  }

  /** Why the system does not tell this machine's networks, in its own words; empty when it does. */
  get systemProblem(): string {
    return this.#links.systemProblem;
  }

  /** Whether the question has left by any of them. */
  get hasAsked(): boolean {
    return this.#links.hasSent;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#links.close();
  }
}
