import { createBirpc } from 'birpc';
import type { DesktopCalls, PageCalls } from './desktop.ts';
import { packMessage, unpackMessage } from './rpc-message.ts';

/** Carries messages to and from one page. */
export interface PageChannel {
  /** Sends one message; does nothing once the page is gone. */
  post(message: unknown): void;
  /** Calls the handler for each message of the page. */
  on(handler: (message: unknown) => void): void;
}

/** One page that is served. */
export interface ServedPage {
  /** Calls to the page, which answers none of them. */
  readonly page: PageCalls;
  /** Answers nothing more. */
  close(): void;
}

/**
 * Answers a page's calls. What is no call of the contract is refused; the calls themselves check their arguments.
 *
 * @param onGarbage called when something arrives that is no message of the contract at all
 */
export function servePage(calls: DesktopCalls, channel: PageChannel, onGarbage: (error: unknown) => void): ServedPage {
  const functions: DesktopCalls = { ...calls };
  let open = true;
  const rpc = createBirpc<PageCalls, DesktopCalls>(functions, {
    post: (message) => {
      if (open) channel.post(packMessage(message));
    },
    on: (handler) => {
      channel.on((message) => {
        if (!open) return;
        try {
          handler(unpackMessage(message));
        } catch (error) {
          onGarbage(error);
        }
      });
    },
    eventNames: ['signal', 'rendezvousLost', 'joinLinkWaits'],
    // Names like `constructor` are functions of every object.
    resolver: (name, resolved) => (Object.hasOwn(functions, name) ? resolved : undefined),
  });
  return {
    page: {
      signal: (topic, payload) => void rpc.signal(topic, payload),
      rendezvousLost: (failure) => void rpc.rendezvousLost(failure),
      joinLinkWaits: () => void rpc.joinLinkWaits(),
    },
    // birpc's own close would have it throw when something is still told to the page.
    close: () => {
      open = false;
    },
  };
}
