import * as v from 'valibot';
import type { DesktopCalls, PageCalls } from './desktop.ts';
import { desktopCallSchemas } from './desktop-schemas.ts';
import { type MessageChannel, openRpc } from './rpc.ts';

/** One page that is served. */
export interface ServedPage {
  /** Calls to the page, which answers none of them. */
  readonly page: PageCalls;
  /** Neither answers nor tells the page anything from now on. */
  close(): void;
}

/**
 * Answers a page's calls. What is no call of the contract is refused; the calls themselves check their arguments.
 *
 * @param onGarbage called when something arrives that is no message of the contract at all
 */
export function servePage(calls: DesktopCalls, channel: MessageChannel, onGarbage: (error: unknown) => void): ServedPage {
  const rpc = openRpc(channel, new Map(Object.entries(calls)), onGarbage);
  return {
    page: {
      signal: (...args) => rpc.notify('signal', args),
      rendezvousLost: (...args) => rpc.notify('rendezvousLost', args),
      joinLinkWaits: (...args) => rpc.notify('joinLinkWaits', args),
    },
    close: () => rpc.close(new Error('The page is no longer served.')),
  };
}

/** The same calls, each of which refuses arguments that the contract does not allow. */
export function checkedCalls(calls: DesktopCalls): DesktopCalls {
  return mapCalls((name) => async (...args) => {
    const parsed = v.safeParse(desktopCallSchemas[name].args, args);
    if (parsed.success) return await Reflect.apply(calls[name], calls, parsed.output);
    const [{ message, path = [] }] = parsed.issues;
    throw new TypeError(`${name}(${path.map(({ key }) => `argument ${Number(key) + 1}`).join(' ')}): ${message}`);
  });
}

/** The desktop's calls as the page makes them; each rejects when it resolves with what the contract does not allow. */
export function callsThrough(call: (name: string, args: readonly unknown[]) => Promise<unknown>): DesktopCalls {
  return mapCalls(
    (name) =>
      async (...args) =>
        v.parse(desktopCallSchemas[name].result, (await call(name, args)) ?? undefined),
  );
}

function mapCalls(made: (name: keyof DesktopCalls) => (...args: readonly unknown[]) => Promise<unknown>): DesktopCalls {
  // The names of the schemas are those of the calls.
  const names = Object.keys(desktopCallSchemas) as (keyof DesktopCalls)[];
  // Each was checked by the schema of its name, which has the type of the call.
  return Object.fromEntries(names.map((name) => [name, made(name)])) as unknown as DesktopCalls;
}
