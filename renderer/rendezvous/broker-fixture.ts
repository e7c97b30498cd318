import type { PageCalls } from '../../electron/contract/desktop.ts';
import type { Desktop } from '../desktop/open-desktop.ts';

/** Where a rendezvous was looked for. */
export const place = { kind: 'machine', url: '', open: false, problem: 'Nobody hosts here.', addresses: [] } as const;

type Receive = (topic: string, payload: Uint8Array) => void;

/** A broker in memory, and desktops that reach it. */
export class Broker {
  readonly said: { readonly topic: string; readonly payload: Uint8Array }[] = [];
  up = true;
  /** Says nothing at all when it is opened. */
  silent = false;
  /** Whether a message is lost on its way. */
  loses: (payload: Uint8Array) => boolean = () => false;
  readonly #desktops: { readonly topics: Set<string>; readonly signal: Set<Receive>; readonly lost: Set<() => void> }[] = [];

  desktop(): Desktop {
    const own = { topics: new Set<string>(), signal: new Set<Receive>(), lost: new Set<() => void>() };
    this.#desktops.push(own);
    const calls: Partial<Desktop['calls']> = {
      openRendezvous: () =>
        this.silent
          ? new Promise(() => undefined)
          : Promise.resolve(this.up ? undefined : { reason: 'unreachable', detail: '', tried: [place] }),
      publish: async (topic, payload) => {
        if (!this.up) throw new Error('closed');
        this.said.push({ topic, payload });
        if (this.loses(payload)) return;
        // As over any network, what comes of it comes after everything else that was done at the same time.
        await Promise.resolve();
        for (const { topics, signal } of this.#desktops) {
          if (topics.has(topic)) for (const receive of signal) receive(topic, payload.slice());
        }
      },
      keepFarewell: async () => undefined,
      subscribe: async (topic) => {
        own.topics.add(topic);
      },
      unsubscribe: async (topic) => {
        own.topics.delete(topic);
      },
      closeRendezvous: async () => own.topics.clear(),
    };
    return {
      // The rest of the desktop is not asked for here.
      calls: calls as Desktop['calls'],
      on: (name, handler) => {
        // Each name has handlers of its type.
        if (name === 'signal') own.signal.add(handler as Receive);
        const lost = (): void => (handler as PageCalls['rendezvousLost'])({ reason: 'closed', detail: '', tried: [place] });
        if (name === 'rendezvousLost') own.lost.add(lost);
        return () => void own.lost.delete(lost);
      },
    };
  }

  die(): void {
    this.up = false;
    for (const { lost } of this.#desktops) for (const handler of [...lost]) handler();
  }

  /** Topics that somebody listens on. */
  get topics(): string[] {
    return this.#desktops.flatMap(({ topics }) => [...topics]);
  }
}
