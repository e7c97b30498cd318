/**
 * Entry of the browser shell: only wires. `node server.js --profile=NAME --data-dir=DIR [--telemetry] [--port=0] [--join=CODE]` prints one line
 * `PADDLEWIRE_URL http://127.0.0.1:PORT/?token=…` once it is ready, and ends when its standard input closes. When another process has the profile, the line is
 * `PADDLEWIRE_TAKEN` and a sentence, and it ends.
 */
import { join } from 'node:path';
import { version } from '../../package.json';
import { createServices } from '../app/services.ts';
import { parseWindowArguments } from '../app/window-arguments.ts';
import { servePage } from '../contract/page-rpc.ts';
import { dataHome } from '../storage/data-home.ts';
import { lockProfile } from '../storage/profile-lock.ts';
import { forkBrokerIn } from './broker-fork.ts';
import { startPageServer } from './page-server.ts';
import { socketChannel } from './socket-channel.ts';

async function run(): Promise<void> {
  const given = parseWindowArguments(process.argv.slice(2), dataHome);
  const services = createServices({
    about: { shell: 'browser', version, profile: given.profile, telemetry: given.telemetry },
    dataDir: given.dataDir,
    forkBroker: forkBrokerIn(join(import.meta.dirname, '../electron/broker.js')),
  });
  const { note } = services.diagnostics;
  const lock = await lockProfile(given.dataDir, { link: given.joinLink, onCalled: services.offerJoinLink, note });
  if ('sentence' in lock) {
    process.stdout.write(`PADDLEWIRE_TAKEN ${lock.sentence}\n`, () => process.exit());
    return;
  }
  process.on('uncaughtExceptionMonitor', (error) => services.diagnostics.noteLast('desktop', 'uncaught', error));
  const unclosed = (error: unknown): void => note('rendezvous', 'not closed behind a page', error);
  end = () => {
    services.pageGone().catch(unclosed);
    void services.written().then(() => process.exit());
  };
  if (given.joinLink !== undefined) services.offerJoinLink(given.joinLink);
  const server = await startPageServer(join(import.meta.dirname, '../page'), given.port, (socket) => {
    const cutOff = (error: unknown): void => {
      note('page', 'cut off, because what it sends makes no sense', error);
      socket.terminate();
    };
    const served = servePage(services.calls, socketChannel(socket, cutOff), cutOff);
    socket.once('close', () => {
      served.close();
      services.pageGone().catch(unclosed);
    });
    services.serve(served.page).catch(unclosed);
  });
  process.stdout.write(`PADDLEWIRE_URL ${server.url}\n`);
}

/** Ends the process; there is nothing to be kept before {@link run}. */
let end = (): void => process.exit();

process.stdin.resume();
process.stdin.once('end', () => end());
process.stdin.once('error', () => end());
// The second of a kind ends it in any case.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => end());
run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
