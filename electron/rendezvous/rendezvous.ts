import type { RendezvousStatus } from '../contract/desktop.ts';

/** Where two peers find each other: whoever knows a topic can publish to it and hear what others publish. Nothing is kept. */
export interface Rendezvous {
  /**
   * Sends bytes to everybody subscribed to a topic. Resolves once the rendezvous has them; they arrive at least once.
   *
   * @throws Error when the rendezvous is lost or closed
   */
  publish(topic: string, payload: Uint8Array): Promise<void>;
  /**
   * Calls the handler for what is published on a topic from now on; resolves once that is granted. A second call for a topic replaces its handler.
   *
   * @returns ends the subscription
   * @throws Error when it is not granted, or the rendezvous is lost or closed
   */
  subscribe(topic: string, handler: (payload: Uint8Array) => void): Promise<() => Promise<void>>;
  /** Leaves. Safe to call twice. */
  close(): Promise<void>;
}

/** Nobody can be met anywhere. */
export class RendezvousUnreachable extends Error {
  readonly tried: readonly RendezvousStatus[];

  constructor(tried: readonly RendezvousStatus[], options: ErrorOptions) {
    super(tried.map(({ kind, url, problem }) => `${url || kind}: ${problem}`).join(' '), options);
    this.tried = tried;
  }
}
