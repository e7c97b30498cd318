import type { RendezvousFailure } from '../../electron/contract/desktop.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { Desktop } from '../desktop/open-desktop.ts';

/** One guest's stay at the rendezvous. */
export interface OpenRendezvous {
  /** Rejects when the rendezvous is lost. */
  publish(topic: string, payload: Uint8Array): Promise<void>;
  /** Has this published on the topic if the page goes away without leaving; it may crash, or have no time. */
  keepFarewell(topic: string, payload: Uint8Array): void;
  /** Calls the handler for each message on a topic. Rejects when that is not granted. */
  subscribe(topic: string, handler: (payload: Uint8Array) => void): Promise<void>;
  unsubscribe(topic: string): Promise<void>;
  /** Hears nothing more. The rendezvous is closed with its last guest, once what was published is there. Safe to call twice. */
  leave(): void;
}

interface Guest {
  readonly handlers: Map<string, (payload: Uint8Array) => void>;
  readonly onLost: (failure: RendezvousFailure) => void;
}

/** The page's one way to the rendezvous, shared by all that need it: a game that was joined, the next one that is opened, the list of open games. */
export class RendezvousClient {
  readonly #desktop: Desktop;
  readonly #guests = new Set<Guest>();

  constructor(desktop: Desktop) {
    this.#desktop = desktop;
    desktop.on('signal', (topic, payload) => {
      for (const { handlers } of [...this.#guests]) handlers.get(topic)?.(payload);
    });
    desktop.on('rendezvousLost', (failure) => {
      const guests = [...this.#guests];
      this.#guests.clear();
      if (guests.length > 0) diagnostics.note('connect', 'the rendezvous was lost', failure.detail);
      for (const { onLost } of guests) onLost(failure);
    });
  }

  /**
   * Opens the rendezvous, if it is not open, and stays there.
   *
   * @param host whether to start the embedded broker when there is none
   * @param onLost called once when the rendezvous goes away; the stay is over then
   * @returns why it can't be opened
   */
  async enter(host: boolean, onLost: (failure: RendezvousFailure) => void): Promise<OpenRendezvous | RendezvousFailure> {
    const guest: Guest = { handlers: new Map(), onLost };
    // At once, so that nobody who leaves meanwhile closes what is being opened.
    this.#guests.add(guest);
    const failure = await this.#desktop.calls.openRendezvous(host).catch(
      (error: unknown): RendezvousFailure => ({
        reason: 'closed',
        detail: error instanceof Error ? error.message : String(error),
        tried: [],
      }),
    );
    if (failure === undefined) return this.#stayOf(guest);
    diagnostics.note('connect', `no rendezvous: ${failure.reason}`, failure.detail);
    this.#guests.delete(guest);
    return failure;
  }

  #stayOf(guest: Guest): OpenRendezvous {
    const { calls } = this.#desktop;
    const { handlers } = guest;
    const publishing = new Set<Promise<void>>();
    const unsubscribe = async (topic: string): Promise<void> => {
      handlers.delete(topic);
      // Somebody else may be listening there.
      if (![...this.#guests].some((other) => other.handlers.has(topic))) await calls.unsubscribe(topic);
    };
    return {
      publish: async (topic, payload) => {
        const published = calls.publish(topic, payload);
        publishing.add(published);
        try {
          await published;
        } finally {
          publishing.delete(published);
        }
      },
      keepFarewell: (topic, payload) => {
        calls.keepFarewell(topic, payload).catch((error: unknown) => diagnostics.note('connect', 'a farewell was not kept', error));
      },
      subscribe: async (topic, handler) => {
        handlers.set(topic, handler);
        await calls.subscribe(topic);
      },
      unsubscribe,
      leave: () => {
        if (!this.#guests.delete(guest)) return;
        void Promise.allSettled(publishing).then(() => {
          const failed = (error: unknown): void => diagnostics.note('connect', 'the rendezvous was not left', error);
          if (this.#guests.size === 0) calls.closeRendezvous().catch(failed);
          else for (const topic of [...handlers.keys()]) unsubscribe(topic).catch(failed);
        });
      },
    };
  }
}
