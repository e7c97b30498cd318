import type { SessionEvent } from 'paddlewire-netcode/session';
import { HOST_ID } from 'paddlewire-netcode/table';
import type { Link } from '../webrtc/link.ts';
import { decodeSignals } from '../webrtc/signal.ts';
import type { ConnectionAttempt } from './connection-attempt.ts';

/** A connection that is silent for this long is no more waited for alone, in ms: a new one is tried as well. */
const QUIET_MS = 3_000;
/** Time until the host is asked to carry signals once more, in ms: 15 s in which that may have failed, and as long to meet at a rendezvous. */
const CARRY_AGAIN_MS = 30_000;
/** Time for a new connection to take the match up, in ms, before yet another one is tried. */
const TAKE_UP_MS = 5_000;

/** The ways to another peer of a match. */
export interface PeerLinkWays {
  /** Tries to meet a peer at the rendezvous until it has a connection; returns what stops it. Exactly one of the two hosts. */
  reunite(secret: Uint8Array, hosts: boolean, onLink: (link: Link) => void): () => void;
  /** Prepares a connection whose signals somebody carries. Exactly one of the two is the initiator. */
  signalled(initiator: boolean): ConnectionAttempt;
}

interface Contact {
  /** What the two share. */
  secret: Uint8Array;
  link: Link | undefined;
  /** When anything came last, or the connection opened. */
  heardMs: number;
  /** Not before this, in ms, is another connection tried. */
  patientUntilMs: number;
  /** Stops looking for the peer; undefined while nobody does. */
  stop: (() => void) | undefined;
  /** A connection in the making whose signals the host carries. */
  signalled: ConnectionAttempt | undefined;
  /** Not before this, in ms, is the host asked to carry signals: it has just done so, and no connection came of it. */
  carryAgainMs: number;
}

/** One peer's connections to all others of a table: keeps them, and looks for whoever is not there. */
export class PeerLinks {
  readonly #localId: number;
  readonly #ways: PeerLinkWays;
  readonly #give: (event: SessionEvent) => void;
  readonly #contacts = new Map<number, Contact>();

  /** @param give takes what happens on a connection */
  constructor(localId: number, ways: PeerLinkWays, give: (event: SessionEvent) => void) {
    this.#localId = localId;
    this.#ways = ways;
    this.#give = give;
  }

  sendFast(to: number, bytes: Uint8Array): void {
    this.#contacts.get(to)?.link?.sendFast(bytes);
  }

  /** Bytes that wait to be sent on the unreliable channel to a peer; 0 without a connection. */
  queuedBytes(to: number): number {
    return this.#contacts.get(to)?.link?.queuedBytes ?? 0;
  }

  sendReliable(to: number, bytes: Uint8Array): void {
    this.#contacts.get(to)?.link?.sendReliable(bytes);
  }

  /** Takes a new connection to a peer, in place of the one before. */
  adopt(id: number, link: Link): void {
    const contact = this.#contact(id);
    const nowMs = performance.now();
    const before = contact.link;
    Object.assign(contact, {
      link,
      heardMs: nowMs,
      patientUntilMs: nowMs + TAKE_UP_MS,
      stop: undefined,
      signalled: undefined,
      carryAgainMs: 0,
    });
    before?.close();
    // Our hello first: what has already come is answered as soon as somebody listens, and the answer must not overtake it.
    this.#give({ type: 'linkOpened', from: id });
    const give = (event: SessionEvent): void => {
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

  /** Whether there is a connection to a peer, however silent. */
  isConnected(id: number): boolean {
    return this.#contacts.get(id)?.link !== undefined;
  }

  /**
   * Takes signals of a peer that the host has carried. An offer is answered whenever it comes, also before we have looked for the peer
   * ourselves: who makes one has no connection to us.
   * @param secret what the two share
   */
  take(from: number, secret: Uint8Array, plain: Uint8Array): void {
    const contact = this.#contact(from);
    contact.secret = secret;
    for (const signal of decodeSignals(plain)) {
      if (signal.type === 'offer' && contact.signalled === undefined && this.#localId < from) this.#beCarried(from, contact, false);
      contact.signalled?.take(signal);
    }
  }

  /**
   * Looks for every peer that is not there, and for no other one.
   * @param peers everybody at the table
   * @param stuckMs how long a peer has not been of use, whether it is heard or not, in ms
   */
  poll(nowMs: number, peers: ReadonlyMap<number, { readonly secret: Uint8Array }>, stuckMs: (id: number) => number): void {
    for (const [id, { secret }] of peers) {
      const contact = this.#contact(id);
      contact.secret = secret;
      const { link, heardMs, patientUntilMs } = contact;
      const isMissed = link === undefined || nowMs - heardMs > QUIET_MS || stuckMs(id) > QUIET_MS;
      if (!isMissed) {
        // Who made the offer that we answer has lost a connection that still looks alive from here.
        if (contact.signalled === undefined || this.#localId > id) this.#rest(contact);
      } else if (nowMs >= patientUntilMs && contact.signalled === undefined) this.#seek(nowMs, id, contact);
    }
    for (const id of [...this.#contacts.keys()]) {
      if (peers.has(id)) continue;
      const wasConnected = this.isConnected(id);
      this.close(id);
      // Others may say that somebody has left before its own farewell is here, which is heard no more.
      if (wasConnected) this.#give({ type: 'linkClosed', from: id });
    }
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

  /**
   * Where the host reaches both, its connections are the quicker way, and the only one where both know no common rendezvous; where one of the
   * two does not reach the host, a rendezvous is the only way. So they take turns. The higher id chooses.
   */
  #seek(nowMs: number, id: number, contact: Contact): void {
    const hasHost = id !== HOST_ID && this.#contacts.get(HOST_ID)?.link !== undefined;
    if (hasHost && this.#localId > id && nowMs >= contact.carryAgainMs) {
      contact.carryAgainMs = nowMs + CARRY_AGAIN_MS;
      this.#beCarried(id, contact, true);
    } else contact.stop ??= this.#ways.reunite(contact.secret, this.#localId < id, (link) => this.adopt(id, link));
  }

  #beCarried(id: number, contact: Contact, initiator: boolean): void {
    this.#rest(contact);
    const attempt = this.#ways.signalled(initiator);
    contact.signalled = attempt;
    contact.stop = () => attempt.cancel();
    attempt.connect({ localId: this.#localId, remoteId: id, resumeSecret: contact.secret }, (plain) =>
      this.#give({ type: 'signal', to: id, plain }),
    );
    void attempt.result.then((result) => {
      const isWanted = contact.signalled === attempt;
      if (isWanted) {
        contact.signalled = undefined;
        contact.stop = undefined;
      }
      if (typeof result === 'string') return;
      if (isWanted) this.adopt(id, result.link);
      else result.link.close();
    });
  }

  #rest(contact: Contact): void {
    const { stop } = contact;
    contact.stop = undefined;
    contact.signalled = undefined;
    stop?.();
  }

  #contact(id: number): Contact {
    const known = this.#contacts.get(id);
    if (known !== undefined) return known;
    const contact = {
      secret: new Uint8Array(0),
      link: undefined,
      heardMs: 0,
      patientUntilMs: 0,
      stop: undefined,
      signalled: undefined,
      carryAgainMs: 0,
    };
    this.#contacts.set(id, contact);
    return contact;
  }
}
