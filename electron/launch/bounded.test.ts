import { spawn } from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { waitBounded } from './bounded.ts';

const node = (script: string) => spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });

/** Far more than a process needs to start. */
const plentyMs = 60_000;

it('hands on the exit code and the first error line that says something', async () => {
  const ended = await waitBounded(node("console.error('\\n---\\n  no such host\\nmore'); process.exitCode = 3"), plentyMs, vi.fn());
  expect(ended).toMatchObject({ code: 3, timedOut: false, firstError: 'no such host' });
});

it('kills a child that takes too long', async () => {
  const child = node('setInterval(() => {}, 1000)');
  expect(await waitBounded(child, 1, vi.fn())).toMatchObject({ code: null, timedOut: true });
  expect(child.signalCode).toBe('SIGKILL');
});

it('reports a program that can not be started', async () => {
  const ended = await waitBounded(spawn('/no/such/program'), plentyMs, vi.fn());
  expect(ended.code).toBeNull();
  expect(ended.firstError).toContain('ENOENT');
});
