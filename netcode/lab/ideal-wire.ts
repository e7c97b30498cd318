import { type Conditions, Direction } from '../local/network.ts';
import type { Random } from '../local/random.ts';
import { type End, opposite } from './connection.ts';
import type { Take, Wire } from './wire.ts';

/** Two ideal channels: nothing ever waits for anything else. */
export class IdealWire implements Wire {
  readonly links: readonly [Direction, Direction];

  /**
   * @param there random numbers of the way from end 0 to end 1
   * @param back of the other one
   */
  constructor(conditions: Conditions, there: Random, back: Random) {
    this.links = [new Direction(conditions, there), new Direction(conditions, back)];
  }

  send(end: End, nowMs: number, reliable: boolean, bytes: Uint8Array): void {
    this.links[end].send(nowMs, reliable, bytes);
  }

  nextMs(end: End): number {
    return this.links[opposite(end)].nextMs();
  }

  deliver(end: End, nowMs: number, take: Take): void {
    this.links[opposite(end)].deliver(nowMs, take);
  }

  queuedBytes(): number {
    return 0;
  }

  renew(): void {
    for (const link of this.links) link.drop();
  }

  vanish(end: End): void {
    this.links[opposite(end)].drop();
  }
}
