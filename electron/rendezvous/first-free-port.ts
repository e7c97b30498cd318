import { type BrokerOptions, startBroker } from './broker.ts';
import { isBrokerAt } from './broker-finder.ts';
import type { BrokerReport } from './broker-starter.ts';

/** Time for whoever holds a port to show that it is a broker of ours. Long, because one that is overlooked splits the players in two. */
const probeMs = 3_000;

/**
 * Starts a broker on the first port that is free, unless a broker of ours is found on one before it: two windows that start one at the same
 * time both end up at that of the one whose bind came first.
 */
export async function startOnFirstFreePort(ports: readonly number[], options: BrokerOptions = {}): Promise<BrokerReport> {
  let detail = 'no ports were given';
  for (const port of ports) {
    try {
      return { type: 'listening', port: (await startBroker(port, options)).port };
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error);
    }
    if (await isBrokerAt(port, probeMs)) return { type: 'taken', port };
  }
  return { type: 'failed', detail };
}
