import { hkdf } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { goneRecord, hasLeft } from '../record/saved-match.ts';
import type { Match } from '../rollback/match.ts';
import { compareHello, makeHello } from '../session/handshake.ts';
import type { Outbox } from '../session/outbox.ts';
import { RateLimit } from '../session/rate-limit.ts';
import { plainName } from '../text/player-name.ts';
import { equalBytes } from '../wire/bytes.ts';
import { ByeReason, ControlKind, type Hello } from '../wire/control.ts';
import type { InputFormat } from '../wire/input-format.ts';
import { RESUME_SECRET_BYTES, RecordKind, type TablePeer } from '../wire/match-record.ts';
import { FIRST_SPECTATOR, HOST_ID, OTHER_PLAYER_ID } from '../wire/peer-ids.ts';
import type { SpectatorOptions } from './spectator-role.ts';

/** Signals that the host carries for one peer at once, and one more each time: a connection takes about ten, and there are six others. */
const SIGNAL_BURST = 100;
const SIGNAL_REFILL_MS = 200;

const INFO = new TextEncoder().encode('introduction');

/**
 * Who is at the table, as one peer knows it, and the secrets by which it finds each of them. They stand in its log: a peer that was started
 * again finds the others by itself.
 */
export class Membership<State> {
  /** By id; everybody but this peer, connected or not. */
  readonly peers = new Map<number, TablePeer>();
  /** Names of the peers that are connected and have the same game, by id; without the other player. */
  readonly names = new Map<number, string>();
  /** Peers that messages to everybody go to; the other player hears those from the session. */
  readonly audience = new Set<number>();
  readonly #match: Match<State>;
  readonly #format: InputFormat;
  readonly #name: string;
  readonly #localId: number;
  readonly #firstId: number;
  readonly #outbox: Outbox;
  /** Not in the log yet: there is none before the match has begun. */
  #unsaved: TablePeer[] = [];
  /** The other player has a new connection, and is to be told who else is here. */
  #firstIsNew = false;
  /** What the host has carried for each peer. */
  readonly #carried = new Map<number, RateLimit>();
  /** Since when the host has missed a spectator. */
  readonly #missedSinceMs = new Map<number, number>();

  /**
   * @param format how the game's inputs are written
   * @param secret what this peer shares with the one that it met first: the other player, or the host
   */
  constructor(
    match: Match<State>,
    format: InputFormat,
    { localId, name }: Pick<SpectatorOptions, 'localId' | 'name'>,
    secret: Uint8Array,
    outbox: Outbox,
  ) {
    this.#match = match;
    this.#format = format;
    this.#localId = localId;
    this.#name = name;
    this.#firstId = localId === HOST_ID ? OTHER_PLAYER_ID : HOST_ID;
    this.#outbox = outbox;
    const first = { id: this.#firstId, secret, name: outbox.journal.durable?.head.remoteName ?? '' };
    for (const peer of [first, ...(outbox.journal.durable?.peers ?? [])]) this.peers.set(peer.id, peer);
  }

  /** The host has let a spectator in. */
  admitted(id: number, secret: Uint8Array): void {
    this.peers.set(id, { id, secret, name: '' });
    this.#missedSinceMs.delete(id);
  }

  /** There is a new connection to a peer; between the two players their session speaks first. */
  connected(id: number, isOtherPlayer: boolean): void {
    if (isOtherPlayer) this.#firstIsNew = true;
    else this.#outbox.send(id, makeHello(this.#match, this.#format, this.#localId, this.#name));
  }

  /** Takes the hello of a peer. @returns whether it has the same game; otherwise it is told */
  greets(id: number, hello: Hello): boolean {
    const name = plainName(hello.name);
    this.names.set(id, name);
    if (compareHello(this.#match, this.#format, id, hello) !== undefined) {
      this.#outbox.send(id, { kind: ControlKind.bye, reason: ByeReason.version });
      return false;
    }
    this.audience.add(id);
    this.#named(id, name);
    return true;
  }

  /** A peer can't be reached any more. */
  lost(id: number): void {
    this.audience.delete(id);
    this.names.delete(id);
  }

  /** A peer has said what it is called; the host introduces it to everybody who is here, and them to it. */
  #named(id: number, name: string): void {
    const peer = this.peers.get(id);
    if (peer === undefined) return;
    this.#note({ ...peer, name });
    if (this.#localId !== HOST_ID) return;
    // It may have been away when they left.
    for (const gone of this.#outbox.journal.written?.gone ?? []) {
      if (!this.peers.has(gone)) this.#outbox.send(id, { ...goneRecord(gone, ''), kind: ControlKind.introduction });
    }
    for (const other of this.peers.values()) {
      // Who has not said its name yet is introduced when it does.
      if (other.id === id || other.name === '') continue;
      const secret = pairSecret(peer, other);
      this.#outbox.send(id, { kind: ControlKind.introduction, id: other.id, secret, name: other.name });
      this.#outbox.send(other.id, { kind: ControlKind.introduction, id, secret, name });
    }
  }

  /** Takes what another peer says of a third one: only the host introduces, and nobody is told anew who was met first. */
  introduced(from: number, { id, secret, name }: TablePeer): void {
    const lowest = this.#localId < FIRST_SPECTATOR ? FIRST_SPECTATOR : OTHER_PLAYER_ID;
    if (from === HOST_ID && id >= lowest && id !== this.#localId) this.#note({ id, secret: secret.slice(), name: plainName(name) });
  }

  /** Takes a signal: the host hands it on, and whom it is for opens a connection with it. */
  carry(nowMs: number, from: number, { id, plain }: { readonly id: number; readonly plain: Uint8Array }): void {
    if (!this.peers.has(from) || !this.peers.has(id)) return;
    if (this.#localId === HOST_ID) {
      const limit = this.#carried.get(from) ?? new RateLimit(SIGNAL_BURST, SIGNAL_REFILL_MS);
      this.#carried.set(from, limit);
      if (limit.allow(nowMs)) this.#outbox.send(id, { kind: ControlKind.signal, id: from, plain });
    } else if (from === HOST_ID) this.#outbox.push({ type: 'signal', from: id, plain: plain.slice() });
  }

  /** A spectator is at the table no more: its place is free, and the host tells everybody. */
  left(id: number): void {
    const peer = this.peers.get(id);
    if (peer === undefined || id < FIRST_SPECTATOR) return;
    const { kind: _, ...gone } = goneRecord(id, peer.name);
    this.#note(gone);
    if (this.#localId !== HOST_ID) return;
    for (const to of this.peers.keys()) this.#outbox.send(to, { kind: ControlKind.introduction, ...gone });
  }

  /**
   * Writes what is new, once there is a log. The host gives the place of a spectator away who is not there for as long as a player is waited for.
   * @param otherName name of the other player, once the session has begun
   */
  poll(nowMs: number, otherName: string | undefined): void {
    if (this.#firstIsNew && otherName !== undefined) {
      this.#firstIsNew = false;
      this.#named(this.#firstId, otherName);
    }
    const log = this.#outbox.journal.written;
    // Most matches have no spectators, and this is asked 250 times a second.
    if (log === undefined || (this.peers.size < 2 && this.#unsaved.length === 0)) return;
    for (const peer of this.#unsaved.splice(0)) this.#outbox.journal.append({ kind: RecordKind.peer, ...peer });
    if (this.#localId !== HOST_ID) return;
    for (const id of [...this.peers.keys()].filter((each) => each >= FIRST_SPECTATOR)) {
      const since = this.#missedSinceMs.get(id) ?? nowMs;
      if (this.audience.has(id)) this.#missedSinceMs.delete(id);
      else if (nowMs - since > log.head.graceMs) this.left(id);
      else this.#missedSinceMs.set(id, since);
    }
  }

  #note(peer: TablePeer): void {
    const left = hasLeft(peer);
    if (left) this.peers.delete(peer.id);
    else this.peers.set(peer.id, peer);
    if (peer.id === this.#firstId) return;
    const saved = [...(this.#outbox.journal.written?.peers ?? []), ...this.#unsaved].findLast(({ id }) => id === peer.id);
    const isSaved = saved === undefined ? left : saved.name === peer.name && equalBytes(saved.secret, peer.secret);
    if (!isSaved) this.#unsaved = [...this.#unsaved.filter(({ id }) => id !== peer.id), peer];
  }
}

/** The secret of two peers whom the host introduces to each other. It follows from those that the host shares with them, so no disk but theirs holds it. */
function pairSecret(a: TablePeer, b: TablePeer): Uint8Array {
  const [lower, higher] = a.id < b.id ? [a, b] : [b, a];
  return hkdf(sha512, Uint8Array.of(...lower.secret, ...higher.secret), undefined, INFO, RESUME_SECRET_BYTES);
}
