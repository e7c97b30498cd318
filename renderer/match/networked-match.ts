import type { Rollback } from 'paddlewire-netcode';
import type { ChatMessage, SessionEffect, SessionEvent } from 'paddlewire-netcode/session';
import type { Table } from 'paddlewire-netcode/table';
import { HOST_ID, OTHER_PLAYER_ID } from 'paddlewire-netcode/table';
import { diagnostics } from '../desktop/diagnostics.ts';
import { PeerLinks, type PeerLinkWays } from '../rendezvous/peer-links.ts';
import type { Link } from '../webrtc/link.ts';
import { withLine } from './chat-order.ts';
import { ChecksumRing } from './checksum-ring.ts';
import { endText } from './end-texts.ts';
import { labelsOf, MatchStatusStore, type PeerName } from './match-status.ts';
import type { ChatLine, MatchStatus, TermView } from './match-view.ts';

/** Lines of chat that are kept to scroll back to. */
const CHAT_LINES = 50;
/** A line of our own that has not arrived after this is shown so, in ms: longer than the way there and back on any connection that can be played on. */
const PATIENCE_MS = 700;

/** What every place at a table needs from the window. */
export interface NetworkedMatchOptions extends PeerLinkWays {
  readonly name: string;
  /** Appends a record to a match's log and syncs it to disk. */
  readonly store: (matchId: string, record: Uint8Array) => Promise<void>;
}

/** This window's place at a table, to play or to watch: drives it over the connections to all others, and carries out what it wants done. */
export abstract class NetworkedMatch {
  tickedAtMs = 0;
  readonly peerId: number;
  protected readonly table: Table<Int32Array>;
  protected readonly statusStore: MatchStatusStore;
  readonly #options: NetworkedMatchOptions;
  readonly #links: PeerLinks;
  readonly #ring = new ChecksumRing();
  #ringEpoch = 0;
  /** This window has gone back to its menu: the match waits in its log. */
  protected isPutAside = false;
  #chatCount = 0;
  /** Lines of our own that have not arrived, and when they were written. */
  readonly #unheard = new Map<number, number>();
  #storing: Promise<void> = Promise.resolve();

  protected constructor(table: Table<Int32Array>, options: NetworkedMatchOptions, first: MatchStatus) {
    this.table = table;
    this.peerId = table.localId;
    this.#options = options;
    this.#links = new PeerLinks(table.localId, options, (event) => this.step(event));
    this.statusStore = new MatchStatusStore(first);
  }

  /** Name of this match's log. */
  protected abstract get matchId(): string;
  /** Looks at what has come of an event. */
  protected abstract observe(nowMs: number): void;
  /** Whether nothing can have changed by an event of this type. */
  protected abstract isIdle(type: SessionEvent['type'], nowMs: number): boolean;
  /** Seat of a peer, undefined for a spectator. */
  protected seatOf(id: number): 0 | 1 | undefined {
    return id === HOST_ID ? 0 : id === OTHER_PLAYER_ID ? 1 : undefined;
  }

  get status(): MatchStatus {
    return this.statusStore.current;
  }

  get term(): TermView | undefined {
    const { number, leaderId } = this.table.term;
    return number === 0 ? undefined : { number, leaderId };
  }

  checksums(fromTick: number): [tick: number, checksum: number][] {
    return this.#ring.list(fromTick);
  }

  subscribe(listener: () => void): () => void {
    return this.statusStore.subscribe(listener);
  }

  leave(): void {
    this.step({ type: 'leave' });
  }

  putAside(): void {
    this.isPutAside = true;
    this.#links.closeAll();
  }

  say(text: string): boolean {
    const before = this.#chatCount;
    this.step({ type: 'chat', text });
    return this.#chatCount > before;
  }

  sayPreset(preset: number): boolean {
    const before = this.#chatCount;
    this.step({ type: 'preset', preset });
    return this.#chatCount > before;
  }

  /** Continues over a new connection to a peer. */
  protected adopt(id: number, link: Link): void {
    this.#links.adopt(id, link);
  }

  /** Whether there is a connection to a peer. */
  protected isConnected(id: number): boolean {
    return this.#links.isConnected(id);
  }

  /** Bytes that wait to be sent on the unreliable channel to a peer. */
  protected queuedBytes(id: number): number {
    return this.#links.queuedBytes(id);
  }

  /** Looks for whoever is not there. */
  protected seek(nowMs: number, stuckMs: (id: number) => number): void {
    if (!this.isPutAside) this.#links.poll(nowMs, this.table.peers, stuckMs);
  }

  protected step(event: SessionEvent, nowMs = performance.now()): void {
    if (!this.isPutAside) this.carryOut(this.table.step(nowMs, event), event.type, nowMs);
  }

  /** Carries out what the table wants done after an event, and looks at what has come of it. */
  protected carryOut(effects: readonly SessionEffect[], type: SessionEvent['type'], nowMs: number): void {
    for (const effect of effects) this.#carryOut(effect);
    if (!this.isIdle(type, nowMs)) this.observe(nowMs);
    this.#lookAtOwnLines(nowMs);
    // Not before: what is on its way to the disk may still have to be told to the others.
    if (this.table.left) this.#links.closeAll();
  }

  /** Notes the checksums of what is confirmed. */
  protected note(game: Rollback<Int32Array>, epoch: number, confirmedTick: number): void {
    if (epoch !== this.#ringEpoch) {
      this.#ringEpoch = epoch;
      this.#ring.restart(confirmedTick);
    }
    this.#ring.take(game, confirmedTick);
  }

  /** Name of a peer, as far as it is known. */
  protected nameOf(id: number): string {
    if (id === this.peerId) return this.#options.name;
    return this.table.names.get(id) ?? (this.table.peers.get(id)?.name || `Player ${id}`);
  }

  /** Ids and names of those who watch and are connected, in the order of their ids; this window left out. */
  protected watchers(): readonly PeerName[] {
    return [...this.table.names].filter(([id]) => this.seatOf(id) === undefined).sort(([left], [right]) => left - right);
  }

  /** Name of a peer among all at the table, as sentences have it. */
  #labelOf(id: number): string {
    const others = this.watchers().filter(([other]) => other !== id);
    const self: readonly PeerName[] = this.seatOf(id) === undefined ? [[id, this.nameOf(id)]] : [];
    const [labels, [label = '']] = labelsOf([this.nameOf(HOST_ID), this.nameOf(OTHER_PLAYER_ID)], [...self, ...others]);
    const seat = this.seatOf(id);
    return seat === undefined ? label : labels[seat];
  }

  /** Marks the lines of our own that have not arrived, and takes the mark off those that have. */
  #lookAtOwnLines(nowMs: number): void {
    for (const [lamport, writtenMs] of this.#unheard) {
      const isHeard = !this.table.isUnheard(lamport);
      if (isHeard) this.#unheard.delete(lamport);
      if (isHeard || nowMs - writtenMs > PATIENCE_MS) this.#mark(lamport, !isHeard);
    }
  }

  #mark(lamport: number, waits: boolean): void {
    const isIt = (line: ChatLine): boolean => line.from === this.peerId && line.lamport === lamport && line.waits !== waits;
    const { chat } = this.statusStore.current;
    if (chat.some(isIt)) this.statusStore.change({ chat: chat.map((line) => (isIt(line) ? { ...line, waits } : line)) });
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'sendFast':
        this.#links.sendFast(effect.to, effect.bytes);
        break;
      case 'sendReliable':
        this.#links.sendReliable(effect.to, effect.bytes);
        break;
      case 'record':
        this.#store(effect.record);
        break;
      case 'signal':
        this.#takeSignal(effect.from, effect.plain);
        break;
      case 'chat':
        this.#addChat(effect.message);
        break;
      case 'ended':
        this.statusStore.change({
          endDetail: endText(effect.end, { localId: this.peerId, seat: this.seatOf(this.peerId), nameOf: (id) => this.#labelOf(id) }),
        });
        break;
      case 'joined':
      case 'suspended':
      case 'resumed':
      case 'desync':
      case 'healed':
      case 'leader':
        // What the table says of itself, read after every step, says the same.
        break;
    }
  }

  #takeSignal(from: number, plain: Uint8Array): void {
    const peer = this.table.peers.get(from);
    if (peer !== undefined) this.#links.take(from, peer.secret, plain);
  }

  /** Records go to the log one after the other; a disk that fails leaves the point open rather than half kept. */
  #store(record: Uint8Array): void {
    const { matchId } = this;
    this.#storing = this.#storing
      .then(() => this.#options.store(matchId, record))
      .then(
        () => this.step({ type: 'recordStored' }),
        (error: unknown) => {
          diagnostics.note('match-log', 'record not written', error);
          this.putAside();
          this.statusStore.change({
            phase: 'ended',
            endDetail: `The match record could not be written, so the match stopped. ${error instanceof Error ? error.message : String(error)} Then resume it from the menu.`,
          });
        },
      );
  }

  #addChat({ lamport, from, text }: ChatMessage): void {
    const line = { id: this.#chatCount++, seat: this.seatOf(from), name: this.#labelOf(from), text, lamport, from, waits: false };
    if (from === this.peerId) this.#unheard.set(lamport, performance.now());
    this.statusStore.change({ chat: withLine(this.statusStore.current.chat, line, CHAT_LINES) });
  }
}
