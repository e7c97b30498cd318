import type { BrokerServer, RendezvousStatus } from '../contract/desktop.ts';
import { stageLimitMs } from '../contract/limits.ts';
import type { Interfaces } from './interfaces.ts';
import type { ChooseProxy } from './proxy.ts';

/** Where to meet. */
export interface RendezvousOptions {
  /** Ports of this machine to look for a broker on. */
  readonly ports: readonly number[];
  /** Brokers of the settings, in order of preference. */
  readonly brokers: readonly BrokerServer[];
  /** Whether to find, and as a host to be found by, games of the local network. */
  readonly lanPlay: boolean;
  /** Starts a broker on this machine and returns the port of the one to use. */
  startBroker(): Promise<number>;
  /** Tells the proxy on the way to a broker of the settings; left out, there is none. */
  readonly chooseProxy?: ChooseProxy;
  /** Told what happens on the way, for whoever looks for a fault; `error` is what was thrown. */
  readonly note?: (what: string, error?: unknown) => void;
  /** Called once, when nobody can be met anywhere any more. */
  onLost(tried: readonly RendezvousStatus[]): void;
  readonly timings?: RendezvousTimings;
  /** How the system is asked for this machine's networks; given by tests alone. */
  readonly askForInterfaces?: () => Interfaces;
}

/** Times in milliseconds; they are given by tests alone. */
export interface RendezvousTimings {
  /** For a broker on this machine or this network to answer. */
  readonly probeMs: number;
  /** For a broker of the settings to let us in. */
  readonly connectMs: number;
  /** For a first place to open. */
  readonly openMs: number;
  /** For a place to open again after the last one was lost. */
  readonly returnMs: number;
}

/** Times in the app. */
export const usualTimings: RendezvousTimings = {
  // A broker on this machine answers within 10 ms, on a busy one within a second.
  probeMs: 3_000,
  // Four round trips with TLS: enough for satellites, and three silent ones fit into the time for opening.
  connectMs: 5_000,
  openMs: stageLimitMs,
  returnMs: stageLimitMs,
};
