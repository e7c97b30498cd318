import { expect, it } from 'vitest';
import { openNamespace, whyNoNamespaces } from './namespace.ts';

const why = whyNoNamespaces();
if (why !== undefined) console.log(`Not run: networks of their own, because ${why}.`);

it.skipIf(why !== undefined)(
  'the addresses of a cable that was just laid stay as they are: a page that loads would be broken off',
  async () => {
    const [left, right] = [await openNamespace(), await openNamespace()];
    try {
      await left.connect(right, 'lan0');
      await left.ip('address', 'add', '192.0.2.1/24', 'dev', 'lan0');
      const addresses = (...flags: readonly string[]) => left.ip('-oneline', 'address', 'show', ...flags);
      // Without IPv6 there is nothing that could change.
      const awaited = (await addresses()).includes(' ::1/') ? ' fe80:' : ' 192.0.2.1/';
      await expect.poll(() => addresses()).toContain(awaited);
      expect(await addresses('tentative')).toBe('');
    } finally {
      await Promise.all([left.close(), right.close()]);
    }
  },
);
