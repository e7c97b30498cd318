import { expect, test as it, vi } from 'vitest';
import type { DesktopCalls } from './desktop.ts';
import { callsThrough, servePage } from './page-rpc.ts';
import { openRpc, type RpcFunctions } from './rpc.ts';

/** A page and its desktop, joined by structured clones as in Electron. */
function connectPage(calls: Partial<DesktopCalls>, told: RpcFunctions = new Map()) {
  let toDesktop: (message: unknown) => void = () => undefined;
  let toPage: (message: unknown) => void = () => undefined;
  const onGarbage = vi.fn();
  const onGarbageToPage = vi.fn();
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
  const rpc = openRpc(
    {
      post: (message) => toDesktop(structuredClone(message)),
      on: (handler) => {
        toPage = handler;
      },
    },
    told,
    onGarbageToPage,
  );
  return { rpc, calls: callsThrough(rpc.call), served, onGarbage, onGarbageToPage, send: (message: unknown) => toDesktop(message) };
}

it('bytes go both ways', async () => {
  const { calls } = connectPage({ readMatchRecords: async () => [Uint8Array.of(1, 2)] });
  expect(await calls.readMatchRecords('m')).toEqual([Uint8Array.of(1, 2)]);
});

it('answers that arrive in another order reach the calls that they belong to', async () => {
  let answer: (link: string) => void = () => undefined;
  const { calls } = connectPage({
    takeJoinLink: () => new Promise((resolve) => (answer = resolve)),
    readDiagnostics: async () => 'second',
  });
  const link = calls.takeJoinLink();
  expect(await calls.readDiagnostics()).toBe('second');
  answer('first');
  expect(await link).toBe('first');
});

it('an error of a call arrives as an Error with its text', async () => {
  const { calls } = connectPage({ copyText: () => Promise.reject(new Error('no clipboard')) });
  await expect(calls.copyText('x')).rejects.toThrow('no clipboard');
});

it('a result that the contract does not allow is refused', async () => {
  const { calls } = connectPage({ readDiagnostics: () => Promise.resolve(7 as unknown as string) });
  await expect(calls.readDiagnostics()).rejects.toThrow('Expected string');
});

it('an argument that can’t be sent rejects the call', async () => {
  const { rpc } = connectPage({});
  await expect(rpc.call('about', [() => undefined])).rejects.toThrow();
});

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nothing'])('the method %s is not found', async (name) => {
  const { rpc } = connectPage({ about: () => Promise.reject(new Error('called')) });
  await expect(rpc.call(name, [])).rejects.toThrow('not found');
});

it.each([
  undefined,
  null,
  7,
  'call',
  [],
  {},
  { type: 'call' },
  { type: 'call', id: 1, method: 'about' },
  { type: 'call', method: 'about', args: [] },
  { type: 'call', id: -1, method: 'about', args: [] },
  { type: 'call', id: 1, method: 'about', args: {} },
  { type: 'call', id: 1, method: 'a'.repeat(65), args: [] },
  { type: 'call', id: 1, method: 'about', args: [1, 2, 3, 4, 5] },
  { type: 'call', id: 1, method: 'about', args: [], more: 1 },
  { type: 'notify', method: '', args: [] },
  { type: 'result' },
  { type: 'error', id: 1 },
  { type: 'error', id: 1, text: {} },
  { type: 'other', id: 1 },
])('the message %j is garbage', (message) => {
  const { send, onGarbage } = connectPage({});
  send(message);
  expect(onGarbage).toHaveBeenCalledOnce();
});

it('an answer to a page that was loaded before is dropped', () => {
  const { send, onGarbage } = connectPage({});
  send({ type: 'result', id: 12 });
  expect(onGarbage).not.toHaveBeenCalled();
});

it('the page is told what happens until it is closed, and afterwards nobody is harmed', async () => {
  const signal = vi.fn();
  const { served } = connectPage({}, new Map([['signal', signal]]));
  served.page.signal('t', Uint8Array.of(1));
  await vi.waitFor(() => expect(signal).toHaveBeenCalledWith('t', Uint8Array.of(1)));
  served.close();
  // A broker continues to deliver for a moment.
  served.page.signal('t', Uint8Array.of(2));
  expect(signal).toHaveBeenCalledTimes(1);
});

it('a notification that is refused is garbage', async () => {
  const refuse = () => {
    throw new Error('refused');
  };
  const { served, onGarbageToPage } = connectPage({}, new Map([['signal', refuse]]));
  served.page.signal('t', Uint8Array.of(1));
  await vi.waitFor(() => expect(onGarbageToPage).toHaveBeenCalledWith(new Error('refused')));
});

it('closing rejects what is pending and whatever is called after it', async () => {
  const { calls, rpc } = connectPage({ about: () => new Promise(() => undefined) });
  const pending = calls.about();
  rpc.close(new Error('the desktop has ended'));
  await expect(pending).rejects.toThrow('the desktop has ended');
  await expect(calls.about()).rejects.toThrow('the desktop has ended');
});
