import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports from here on are handed to nobody's connections: Linux takes those from 32768 on for them, macOS and Windows from 49152 on. */
const FIRST = 20_000;
/** Ports for each worker of a test runner, so that what one has chosen and not yet opened is not chosen by another. */
const PER_WORKER = 500;
/** Most workers at a time that have ports of their own. */
const WORKERS = 25;

/** Number of this process among the workers of Playwright or Vitest that run at the same time. */
const worker = Number(process.env['TEST_PARALLEL_INDEX'] ?? process.env['VITEST_POOL_ID'] ?? 0) % WORKERS;
/** Begins somewhere, because another run may be under way. */
let next = Math.floor(Math.random() * PER_WORKER);

/**
 * Chooses loopback ports that nothing listens on, and that this process has not chosen lately.
 *
 * @param count 1 or more
 * @throws Error when so many are not free
 */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let tried = 0; tried < PER_WORKER; tried++) {
    const port = FIRST + worker * PER_WORKER + (next++ % PER_WORKER);
    if (await isFree(port)) found.push(port);
    if (found.length === count) return found;
  }
  throw new Error(`There are no ${count} free ports from ${FIRST + worker * PER_WORKER} on.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
