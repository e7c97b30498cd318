/**
 * A process of its own for the broker. Takes `--ports=P,P,…`, tells its parent in {@link BrokerMessage}s how it stands, and ends with its parent.
 */
import type { BrokerMessage } from './broker-starter.ts';
import { startOnFirstFreePort } from './first-free-port.ts';
import { LanAnnouncer } from './lan-announcer.ts';

/** Interfaces are a handful, and few things can be wrong with each. */
const maxNoted = 50;

const parent = process.parentPort;
const report = (message: BrokerMessage) => {
  if (parent) parent.postMessage(message);
  else process.send?.(message);
};

// A utility process of Electron ends with its parent by itself.
process.once('disconnect', () => process.exit());
// Of what a hostile client sends, nothing may leave this process half alive: its windows start another one.
process.once('uncaughtException', () => process.exit(1));

const noted = new Set<string>();

/** Tells the parent, for its diagnostics, why something can't be announced: once, because the same is found out again every few seconds. */
function noteOnce(detail: string): void {
  if (noted.has(detail) || noted.size >= maxNoted) return;
  noted.add(detail);
  report({ type: 'noted', detail: detail.slice(0, 300) });
}

const list = process.argv.find((argument) => argument.startsWith('--ports='))?.slice('--ports='.length) ?? '';
const result = await startOnFirstFreePort(list.split(',').map(Number), {
  announce: (port) => {
    const announcer = new LanAnnouncer(port, noteOnce);
    return () => void announcer.close();
  },
});
report(result);
if (result.type !== 'listening') {
  // Once the message is out.
  setTimeout(() => process.exit(result.type === 'taken' ? 0 : 1), 100);
}
