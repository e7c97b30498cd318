import { createBirpc } from 'birpc';
import { expect, test as it, vi } from 'vitest';
import type { DesktopCalls, PageCalls } from './desktop.ts';
import { servePage } from './page-rpc.ts';
import { packMessage, unpackMessage } from './rpc-message.ts';

/** A page and its desktop, joined by structured clones as in Electron. */
function connectPage(calls: Partial<DesktopCalls>, told: Partial<PageCalls> = {}) {
  let toDesktop: (message: unknown) => void = () => undefined;
  let toPage: (message: unknown) => void = () => undefined;
  const onGarbage = vi.fn();
  // The calls that a test leaves out are not there.
  const served = servePage(
    calls as DesktopCalls,
    {
      post: (message) => toPage(structuredClone(message)),
      on: (handler) => {
        toDesktop = handler;
      },
    },
    onGarbage,
  );
  const rpc = createBirpc<DesktopCalls, Partial<PageCalls>>(told, {
    post: (message) => toDesktop(structuredClone(packMessage(message))),
    on: (handler) => {
      toPage = (message) => handler(unpackMessage(message));
    },
    timeout: 100,
  });
  return { rpc, served, onGarbage, send: (message: unknown) => toDesktop(message) };
}

it('bytes go both ways', async () => {
  const { rpc } = connectPage({ readMatchRecords: async () => [Uint8Array.of(1, 2)] });
  expect(await rpc.readMatchRecords('m')).toEqual([Uint8Array.of(1, 2)]);
});

it('an error of a call arrives as an Error with its text', async () => {
  const { rpc } = connectPage({ copyText: () => Promise.reject(new Error('no clipboard')) });
  await expect(rpc.copyText('x')).rejects.toThrow('no clipboard');
});

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nothing'])('the method %s is not found', async (name) => {
  const { rpc } = connectPage({ about: () => Promise.reject(new Error('called')) });
  await expect(rpc.$callRaw({ method: name, args: [] })).rejects.toThrow('not found');
});

it.each([
  undefined,
  null,
  7,
  'q',
  [],
  {},
  { t: 'q' },
  { t: 'q', m: 'about' },
  { t: 'q', m: 'about', a: {} },
  { t: 's' },
  { t: 'x', i: '1' },
  { t: 'q', m: 'about', a: [1, 2, 3, 4, 5] },
  { t: 's', i: '1', e: {} },
])('the message %j is garbage', (message) => {
  const { send, onGarbage } = connectPage({});
  send(message);
  expect(onGarbage).toHaveBeenCalledOnce();
});

it('the page is told what happens until it is closed, and afterwards nobody is harmed', async () => {
  const signal = vi.fn();
  const { served } = connectPage({}, { signal });
  served.page.signal('t', Uint8Array.of(1));
  await vi.waitFor(() => expect(signal).toHaveBeenCalledWith('t', Uint8Array.of(1)));
  served.close();
  // A broker goes on delivering for a moment.
  await served.page.signal('t', Uint8Array.of(2));
  expect(signal).toHaveBeenCalledTimes(1);
});
