import { it as windowIt } from '../window-test.ts';
import { type NetworkNamespace, openNamespace, whyNoNamespaces } from './namespace.ts';
import { skipWithout } from './skip-without.ts';

interface NetworkFixtures {
  /** Opens a network of its own, which is taken down when the test is done. Where there can be none the test is skipped, and says why. */
  readonly openNetwork: () => Promise<NetworkNamespace>;
}

/** The windows' `it`, with networks to put them into. */
export const it = windowIt.extend<NetworkFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  openNetwork: async ({}, use) => {
    skipWithout(whyNoNamespaces());
    const open: NetworkNamespace[] = [];
    await use(async () => {
      const network = await openNamespace();
      open.push(network);
      return network;
    });
    await Promise.all(open.map((network) => network.close()));
  },
});
