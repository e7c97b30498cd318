import type { SessionEffect } from '../session/events.ts';
import type { Session } from '../session/session.ts';
import type { Table } from '../table/table.ts';
import { FIRST_SPECTATOR } from '../wire/peer-ids.ts';
import type { Connection, End } from './connection.ts';
import { Machine } from './machine.ts';
import type { Reunion } from './reunion.ts';
import type { Take } from './wire.ts';

/** One end of the connection between two peers. */
export interface Line {
  readonly connection: Connection;
  readonly reunion: Reunion | undefined;
  readonly end: End;
  /** Id of the peer at the other end. */
  readonly other: number;
  /** Gives its peer what has arrived. */
  readonly take: Take;
}

/** One peer on its machine, and what it did, for a test to look at. */
export class MeshPeer extends Machine {
  readonly id: number;
  /** Another one after each restart. */
  table: Table<Int32Array>;
  /** What happened to it, without what it sent and stored. */
  readonly effects: SessionEffect[] = [];
  /** When it acted on which leader. */
  readonly leaders: { readonly atMs: number; readonly term: number; readonly leaderId: number }[] = [];
  /** Checksums of the confirmed states that it came by, by epoch and tick; empty when a `MeshWatch` sees them. */
  readonly checksums = new Map<string, number>();
  /** Payload bytes sent. */
  fastBytes = 0;
  reliableBytes = 0;
  fastPackets = 0;
  /** To every other peer. */
  readonly lines: Line[] = [];
  /** When something happens to it next, as of the newest look; in ms. */
  dueMs = 0;

  constructor(id: number, table: Table<Int32Array>) {
    super();
    this.id = id;
    this.table = table;
  }

  /** Its match log: every record that is on the disk. */
  get log(): Uint8Array[] {
    return this.disk.log;
  }

  /** @throws Error when the peer only watches */
  get session(): Session<Int32Array> {
    const { session } = this.table;
    if (session === undefined) throw new Error(`peer ${this.id} does not play`);
    return session;
  }

  /** When something happens to it next, in ms. */
  nextMs(): number {
    let nextMs = this.timerAtMs;
    const diskMs = this.disk.nextMs();
    if (diskMs < nextMs) nextMs = diskMs;
    for (const { connection, end } of this.lines) {
      const lineMs = connection.nextMs(end);
      if (lineMs < nextMs) nextMs = lineMs;
    }
    return nextMs;
  }

  get plays(): boolean {
    return this.id < FIRST_SPECTATOR;
  }
}
