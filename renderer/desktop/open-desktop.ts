import * as v from 'valibot';
import {
  callsThrough,
  type DesktopCalls,
  decodeMessage,
  encodeMessage,
  type MessageChannel,
  openRpc,
  type PageCalls,
  pageCallSchemas,
} from '../../electron/contract/desktop.ts';

/** The desktop behind the page, in either shell. */
export interface Desktop {
  readonly calls: DesktopCalls;
  /** Calls the handler each time the desktop makes this call. Returns what stops that. */
  on<Name extends keyof PageCalls>(name: Name, handler: PageCalls[Name]): () => void;
}

/** What the Electron shell's preload gives the page. */
interface PreloadBridge {
  send(message: unknown): void;
  onMessage(handler: (message: unknown) => void): void;
}

/** A way to the desktop that is open. */
interface DesktopChannel extends MessageChannel {
  onClosed(handler: () => void): void;
}

type Handlers = { readonly [Name in keyof PageCalls]: Set<PageCalls[Name]> };

/** Characters in one answer in the browser shell: a match log of 8 MiB in base64. */
const maxAnswerChars = 16 * 1024 * 1024;

/** Time for the loopback server to take the socket. */
const openMs = 5_000;

/**
 * Connects to the desktop: over the preload's bridge in Electron, over a WebSocket to the server that the page came from otherwise.
 *
 * @throws Error when there is no desktop
 */
export async function openDesktop(): Promise<Desktop> {
  const bridge = preloadBridge();
  const channel = bridge === undefined ? await openSocket() : { post: bridge.send, on: bridge.onMessage, onClosed: () => undefined };
  const handlers: Handlers = { signal: new Set(), rendezvousLost: new Set(), joinLinkWaits: new Set() };
  const told = new Map<string, (...args: readonly unknown[]) => void>([
    ['signal', (...args) => tell('signal', v.parse(pageCallSchemas.signal, args))],
    ['rendezvousLost', (...args) => tell('rendezvousLost', v.parse(pageCallSchemas.rendezvousLost, args))],
    ['joinLinkWaits', () => tell('joinLinkWaits', [])],
  ]);
  function tell<Name extends keyof PageCalls>(name: Name, args: Parameters<PageCalls[Name]>): void {
    for (const handler of handlers[name]) Reflect.apply(handler, undefined, args);
  }
  const rpc = openRpc(channel, told, reportError);
  channel.onClosed(() => {
    rpc.close(new Error('The desktop behind this page has ended.'));
    tell('rendezvousLost', [{ reason: 'closed', detail: 'the desktop has ended', tried: [] }]);
  });

  const calls = callsThrough(rpc.call);
  // A page of Chromium's own window can do this by itself, and only itself.
  if (bridge === undefined) calls.copyText = (text) => navigator.clipboard.writeText(text);
  return {
    calls,
    on: (name, handler) => {
      handlers[name].add(handler);
      return () => handlers[name].delete(handler);
    },
  };
}

function preloadBridge(): PreloadBridge | undefined {
  const found: unknown = Reflect.get(window, 'paddlewireDesktop');
  return isBridge(found) ? found : undefined;
}

function isBridge(value: unknown): value is PreloadBridge {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'send') === 'function' && typeof Reflect.get(value, 'onMessage') === 'function';
}

function openSocket(): Promise<DesktopChannel> {
  const address = new URL('/desktop', location.href);
  address.protocol = 'ws:';
  const socket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    const fail = () => {
      socket.close();
      reject(new Error('The desktop behind this page does not answer.'));
    };
    const limit = setTimeout(fail, openMs);
    socket.addEventListener('error', fail, { once: true });
    socket.addEventListener(
      'open',
      () => {
        clearTimeout(limit);
        resolve({
          post: (message) => socket.send(encodeMessage(message)),
          on: (handler) => socket.addEventListener('message', ({ data }) => handler(decodeMessage(String(data), maxAnswerChars))),
          onClosed: (handler) => socket.addEventListener('close', handler, { once: true }),
        });
      },
      { once: true },
    );
  });
}
