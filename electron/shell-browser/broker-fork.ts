import { fork } from 'node:child_process';
import type { ForkBroker } from '../rendezvous/broker-starter.ts';

/**
 * Starts the broker as a process that ends when the channel to this one closes.
 *
 * @param script path of the built `broker.js`
 */
export function forkBrokerIn(script: string): ForkBroker {
  return (args) => {
    const child = fork(script, [...args], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    return {
      onMessage: (handler) => child.on('message', handler),
      onExit: (handler) => {
        child.on('exit', handler);
        child.on('error', handler);
      },
      kill: () => {
        child.kill();
      },
    };
  };
}
