import { utilityProcess } from 'electron';
import type { ForkBroker } from '../rendezvous/broker-starter.ts';

/**
 * Starts the broker as a utility process, which Electron ends together with the app.
 *
 * @param script path of the built `broker.js`
 */
export function forkBrokerIn(script: string): ForkBroker {
  return (args) => {
    const child = utilityProcess.fork(script, [...args], { serviceName: 'Paddlewire rendezvous', stdio: 'ignore' });
    return {
      onMessage: (handler) => child.on('message', handler),
      onExit: (handler) => child.on('exit', handler),
      kill: () => {
        child.kill();
      },
    };
  };
}
