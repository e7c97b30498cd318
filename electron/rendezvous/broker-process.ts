/**
 * A process of its own for the broker. Takes `--ports=P,P,…`, tells its parent one {@link BrokerReport} and ends with its parent.
 */
import type { BrokerReport } from './broker-starter.ts';
import { startOnFirstFreePort } from './first-free-port.ts';
import { LanAnnouncer } from './lan-announcer.ts';

const parent = process.parentPort;
const report = (message: BrokerReport) => {
  if (parent) parent.postMessage(message);
  else process.send?.(message);
};

// A utility process of Electron ends with its parent by itself.
process.once('disconnect', () => process.exit());
// Of what a hostile client sends, nothing may leave this process half alive: its windows start another one.
process.once('uncaughtException', () => process.exit(1));

const list = process.argv.find((argument) => argument.startsWith('--ports='))?.slice('--ports='.length) ?? '';
const result = await startOnFirstFreePort(list.split(',').map(Number), {
  announce: (port) => {
    const announcer = new LanAnnouncer(port);
    return () => void announcer.close();
  },
});
report(result);
if (result.type !== 'listening') {
  // Once the message is out.
  setTimeout(() => process.exit(result.type === 'taken' ? 0 : 1), 100);
}
