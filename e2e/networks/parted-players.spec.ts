import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { playPoint } from '../windows/rally.ts';
import { onCourt, readTelemetry, waitForPhase } from '../windows/telemetry.ts';
import { beginWatched, contradictions, playIntoRally, type WatchedMatch, waitForTable } from '../windows/watched-match.ts';
import type { NetworkNamespace } from './namespace.ts';
import { it } from './network-test.ts';

/** Longer than an open rally is kept, so that the match goes on from its newest checkpoint. */
const CUT_MS = 5_000;

/** One end of a cable between two machines. */
interface CableEnd {
  readonly machine: NetworkNamespace;
  readonly name: string;
  /** Address of the other end. */
  readonly to: string;
}

/** Lays a cable with a network of its own, and answers with its ends. */
async function lay(left: NetworkNamespace, right: NetworkNamespace, name: string, network: string): Promise<readonly [CableEnd, CableEnd]> {
  await left.connect(right, name);
  await left.ip('address', 'add', `${network}.1/24`, 'dev', name);
  await right.ip('address', 'add', `${network}.2/24`, 'dev', name);
  return [
    { machine: left, name, to: `${network}.2` },
    { machine: right, name, to: `${network}.1` },
  ];
}

/** From now on nothing that is sent into this end arrives: it is addressed to a network card that is not there. Nobody is told. */
async function cut({ machine, name, to }: CableEnd): Promise<void> {
  await machine.ip('neighbour', 'replace', to, 'lladdr', '02:00:00:00:00:01', 'dev', name, 'nud', 'permanent');
}

async function heal({ machine, name, to }: CableEnd): Promise<void> {
  await machine.ip('neighbour', 'del', to, 'dev', name);
}

for (const [what, ends, tag] of [
  ['both ways', [0, 1], ['@slow']],
  ['from the host alone', [0], []],
] as const) {
  it(`the network is cut between the players alone, ${what}: the spectator lets nobody else lead, and they play on`, {
    tag: [...tag],
  }, async ({ openNetwork, opener }) => {
    const machines = [await openNetwork(), await openNetwork(), await openNetwork()] as const;
    const [adas, graces, linuses] = machines;
    // Addresses that are kept for examples, so that none of them is anybody's.
    const between = await lay(adas, graces, 'lan0', '192.0.2');
    await lay(adas, linuses, 'lan1', '198.51.100');
    await lay(graces, linuses, 'lan2', '203.0.113');
    const names = ['Ada', 'Grace', 'Linus'] as const;
    const opened = names.map((name, index) => opener.open(name, { lanPlay: true }, { within: machines[index]!.within }));
    // Promise.all keeps the order of the names.
    const match = (await Promise.all(opened)) as WatchedMatch;
    await beginWatched(match);
    await waitForTable(match);
    await playIntoRally(match);
    const [ada, grace, linus] = match;
    const { term } = await readTelemetry(linus.page);
    const lasted = wait(CUT_MS);
    for (const end of ends) await cut(between[end]);
    for (const { page } of match) await waitForPhase(page, ['suspended']);
    const { score } = await readTelemetry(ada.page);
    await expect(ada.page.getByText(/Waiting for Grace/)).toBeVisible();
    await expect(grace.page.getByText(/Waiting for Ada/)).toBeVisible();
    for (const { page } of match) expect(await readTelemetry(page)).toMatchObject({ leaderId: 1, term, score });
    await lasted;
    for (const end of ends) await heal(between[end]);
    for (const { page } of match) await waitForPhase(page, onCourt);
    for (const { page } of match) expect(await readTelemetry(page)).toMatchObject({ leaderId: 1, score, checksumsDiffering: 0 });
    await playPoint(grace.page, ada.page);
    expect(await contradictions(match)).toEqual([]);
  });
}
