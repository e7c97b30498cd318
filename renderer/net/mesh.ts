import type { TableEvent } from '../../netcode/session/table-events.ts';
import type { Link } from './link.ts';

/** A connection that is silent for this long is no more waited for alone, in ms: a new one is tried as well. */
const QUIET_MS = 3_000;
/** Time for a new connection to take the match up, in ms, before yet another one is tried. */
const TAKE_UP_MS = 5_000;

/** Tries to meet a peer until it has a connection; answers with what stops it. Exactly one of the two hosts. */
export type Reunite = (secret: Uint8Array, hosts: boolean, onLink: (link: Link) => void) => () => void;

interface Contact {
  link: Link | undefined;
  /** When anything came last, or the connection opened. */
  heardMs: number;
  /** Not before this, in ms, is another connection tried. */
  patientUntilMs: number;
  /** Stops looking for the peer; undefined while nobody does. */
  stop: (() => void) | undefined;
}

/** One peer's connections to all others of a table: keeps them, and looks for whoever is not there. */
export class Mesh {
  readonly #localId: number;
  readonly #reunite: Reunite;
  readonly #give: (event: TableEvent) => void;
  readonly #contacts = new Map<number, Contact>();

  /** @param give takes what happens on a connection */
  constructor(localId: number, reunite: Reunite, give: (event: TableEvent) => void) {
    this.#localId = localId;
    this.#reunite = reunite;
    this.#give = give;
  }

  sendFast(to: number, bytes: Uint8Array): void {
    this.#contacts.get(to)?.link?.sendFast(bytes);
  }

  sendReliable(to: number, bytes: Uint8Array): void {
    this.#contacts.get(to)?.link?.sendReliable(bytes);
  }

  /** Takes a new connection to a peer, in place of the one before. */
  adopt(id: number, link: Link): void {
    const contact = this.#contact(id);
    contact.stop = undefined;
    contact.heardMs = performance.now();
    contact.patientUntilMs = contact.heardMs + TAKE_UP_MS;
    const before = contact.link;
    contact.link = link;
    before?.close();
    // Our hello first: what has already come is answered as soon as somebody listens, and the answer must not overtake it.
    this.#give({ type: 'linkOpened', from: id });
    const give = (event: TableEvent): void => {
      if (contact.link !== link) return;
      contact.heardMs = performance.now();
      this.#give(event);
    };
    link.listen({
      fast: (bytes) => give({ type: 'fast', from: id, bytes }),
      reliable: (bytes) => give({ type: 'reliable', from: id, bytes }),
      closed: () => {
        if (contact.link !== link) return;
        contact.link = undefined;
        contact.patientUntilMs = 0;
        this.#give({ type: 'linkClosed', from: id });
      },
    });
  }

  /**
   * Looks for every peer that is not there, and for no other one.
   * @param peers everybody at the table
   * @param stuckMs how long a peer has not been of use, whether it is heard or not, in ms
   */
  poll(nowMs: number, peers: ReadonlyMap<number, { readonly secret: Uint8Array }>, stuckMs: (id: number) => number): void {
    for (const [id, { secret }] of peers) {
      const contact = this.#contact(id);
      const { link, heardMs, patientUntilMs } = contact;
      const isQuiet = link === undefined || nowMs - heardMs > QUIET_MS || stuckMs(id) > QUIET_MS;
      if (!isQuiet) this.#rest(contact);
      else if (contact.stop === undefined && nowMs >= patientUntilMs) {
        contact.stop = this.#reunite(secret, this.#localId < id, (opened) => this.adopt(id, opened));
      }
    }
    for (const id of this.#contacts.keys()) if (!peers.has(id)) this.close(id);
  }

  /** Looks for a peer no more, and closes the connection to it. */
  close(id: number): void {
    const contact = this.#contacts.get(id);
    this.#contacts.delete(id);
    if (contact === undefined) return;
    this.#rest(contact);
    contact.link?.close();
    contact.link = undefined;
  }

  /** Looks for nobody any more, and closes all connections once everything that was sent has left. */
  closeAll(): void {
    for (const id of [...this.#contacts.keys()]) this.close(id);
  }

  #rest(contact: Contact): void {
    contact.stop?.();
    contact.stop = undefined;
  }

  #contact(id: number): Contact {
    const known = this.#contacts.get(id);
    if (known !== undefined) return known;
    const contact = { link: undefined, heardMs: 0, patientUntilMs: 0, stop: undefined };
    this.#contacts.set(id, contact);
    return contact;
  }
}
