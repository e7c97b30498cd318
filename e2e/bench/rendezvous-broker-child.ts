/**
 * A process of its own for the embedded broker, as in the game, but with room for all clients of the benchmark. Tells its parent the port and ends
 * with its parent.
 */
import { brokerLimits, startBroker } from '../../electron/rendezvous/broker.ts';

process.once('disconnect', () => process.exit());

const clients = Number(process.argv.find((argument) => argument.startsWith('--clients='))?.slice('--clients='.length));
const { port } = await startBroker(0, { limits: { ...brokerLimits, clients } });
process.send?.(port);
