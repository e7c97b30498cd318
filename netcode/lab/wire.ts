import type { Conditions, Link } from '../local/network.ts';
import { Random } from '../local/random.ts';
import type { End } from './connection.ts';
import { IdealWire } from './ideal-wire.ts';
import { SctpWire } from './sctp/sctp-wire.ts';

/** What the two channels of a connection run over: SCTP as in Chromium, or two ideal channels that know nothing of congestion. */
export type WireKind = 'sctp' | 'ideal';

/** Both kinds; the first is what is taken when nothing is said. */
export const WIRES = ['sctp', 'ideal'] as const satisfies readonly WireKind[];

/** Takes what arrives. */
export type Take = (reliable: boolean, bytes: Uint8Array) => void;

/** Carries the two channels of a connection, both ways. */
export interface Wire {
  /** From end 0 to end 1, and back. */
  readonly links: readonly [Link, Link];
  /** Sends a copy of `bytes` from an end. */
  send(end: End, nowMs: number, reliable: boolean, bytes: Uint8Array): void;
  /** When something happens at an end next, in ms. */
  nextMs(end: End): number;
  /** Lets happen what is due at an end, and hands over what has arrived. */
  deliver(end: End, nowMs: number, take: Take): void;
  /** Bytes that wait at an end in the unreliable channel. */
  queuedBytes(end: End): number;
  /** The connection is replaced: everything on its way is lost. */
  renew(): void;
  /** The process at an end is gone: what was sent to it is for nobody. */
  vanish(end: End): void;
}

/** Makes a wire, each direction with a random stream of its own. @param names of the two ends, for the random streams */
export function makeWire(kind: WireKind, seed: number | bigint, conditions: Conditions, names: readonly [number, number]): Wire {
  const [a, b] = names;
  const there = new Random(seed, `network ${a}→${b}`);
  const back = new Random(seed, `network ${b}→${a}`);
  return kind === 'sctp' ? new SctpWire(conditions, there, back) : new IdealWire(conditions, there, back);
}
