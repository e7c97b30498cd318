/**
 * Entry of the browser shell: only wires. `node server.js --profile=NAME --data-dir=DIR [--telemetry] [--port=0] [--join=CODE]` prints one line
 * `PADDLEWIRE_URL http://127.0.0.1:PORT/?token=…` once it is ready, and ends when its standard input closes.
 */
import { join } from 'node:path';
import { version } from '../../package.json';
import { dataHome } from '../launch/data-home.ts';
import { servePage } from '../page-rpc.ts';
import { createServices } from '../services.ts';
import { parseWindowArguments } from '../window-arguments.ts';
import { forkBrokerIn } from './broker-fork.ts';
import { startPageServer } from './page-server.ts';
import { socketChannel } from './socket-channel.ts';

async function run(): Promise<void> {
  const given = parseWindowArguments(process.argv.slice(2), dataHome());
  const services = createServices({
    about: { shell: 'browser', version, profile: given.profile, telemetry: given.telemetry },
    dataDir: given.dataDir,
    forkBroker: forkBrokerIn(join(import.meta.dirname, '../electron/broker.js')),
  });
  end = () => void services.written().then(() => process.exit());
  if (given.joinLink !== undefined) services.offerJoinLink(given.joinLink);
  const server = await startPageServer(join(import.meta.dirname, '../page'), given.port, (socket) => {
    const served = servePage(services.calls, socketChannel(socket), () => socket.terminate());
    const serving = services.serve(served.page);
    socket.once('close', () => {
      served.close();
    });
    void serving;
  });
  process.stdout.write(`PADDLEWIRE_URL ${server.url}\n`);
}

/** Ends the process; there is nothing to be kept before {@link run}. */
let end = (): void => process.exit();

process.stdin.resume();
process.stdin.once('end', () => end());
process.stdin.once('error', () => end());
process.once('SIGTERM', () => end());
run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
