import { Server } from 'node:net';
import { expect, it, vi } from 'vitest';
import { callHolder, listenForCalls } from './lock-call.ts';

const token = 'a'.repeat(32);

it('a call that can’t be taken, because too many files are open, does not end the program, and the next one is', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const onCalled = vi.fn<(link: string) => void>();
  const server = await listenForCalls(token, onCalled);
  const [listening] = listen.mock.contexts;
  listen.mockRestore();
  // As Node tells it.
  expect(listening instanceof Server && listening.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }))).toBe(true);
  expect(await callHolder(server.port, token, 'link')).toBe(true);
  expect(onCalled).toHaveBeenCalledExactlyOnceWith('link');
  server.close();
});

it.each([
  ['with blanks and lines in it', 'paddlewire://join/K7QF-3M9X x\ny', 'paddlewire://join/K7QF-3M9X x y'],
  ['of any length', `paddlewire:${'a'.repeat(100_000)}`, expect.stringMatching(/^paddlewire:a{900,1000}$/)],
])('a link %s reaches the window that is open, which can say that it leads nowhere', async (_what, link, arrives) => {
  const onCalled = vi.fn<(link: string) => void>();
  const server = await listenForCalls(token, onCalled);
  expect(await callHolder(server.port, token, link)).toBe(true);
  expect(onCalled).toHaveBeenCalledExactlyOnceWith(arrives);
  server.close();
});
