import type { MatchEnd } from '../record/match-end.ts';
import { endOfBye, endOfResult, sameResult } from '../record/result-agreement.ts';
import { goneRecord, type SavedMatch } from '../record/saved-match.ts';
import type { Match } from '../rollback/match.ts';
import { Chat } from '../session/chat.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Outbox } from '../session/outbox.ts';
import { ResyncLimit } from '../session/resync-limit.ts';
import { equalBytes } from '../wire/bytes.ts';
import { type Chunk, type Control, ControlKind } from '../wire/control.ts';
import { KEEPS_ALL, type MatchRecord, RESUME_SECRET_BYTES, RecordKind, type Result } from '../wire/match-record.ts';
import { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR, OTHER_PLAYER_ID } from '../wire/peer-ids.ts';
import type { StateTransfer } from '../wire/state-transfer.ts';
import type { StreamPacket } from '../wire/stream-packet.ts';
import type { Holding } from './holding.ts';
import { Replica } from './replica.ts';
import { Assembly } from './state-transfer.ts';

/** What a spectator comes to a table with. */
export interface SpectatorOptions {
  /** 3 to 8, given by the host. */
  readonly localId: number;
  readonly name: string;
  /** 32 bytes that it shares with the host alone, to find it again. Never one of the players' own. */
  readonly resumeSecret: Uint8Array;
  /** The match as this side's log tells it. */
  readonly saved?: SavedMatch | undefined;
}

/** What one player has told of how the match ended. */
interface Report {
  /** Its newest word, of a checkpoint that we may not hold yet; undefined once it is taken. */
  waiting: Result | undefined;
  /** What was taken into account: the same word again is no news, and nothing is written for it. */
  readonly taken: Result[];
}

/** A spectator's place: a replica of the match, and its record on disk. */
export class SpectatorRole<State> {
  readonly chat: Chat;
  readonly holding: Holding;
  /** Why the match is over; undefined while it continues. */
  end: MatchEnd | undefined;
  readonly #rules: number;
  readonly #options: SpectatorOptions;
  readonly #outbox: Outbox;
  readonly #names: ReadonlyMap<number, string>;
  readonly #replica: Replica<State>;
  readonly #assembly: Assembly;
  readonly #resyncs = new ResyncLimit();
  readonly #reports: ReadonlyMap<number, Report> = new Map([HOST_ID, OTHER_PLAYER_ID].map((id) => [id, { waiting: undefined, taken: [] }]));

  /**
   * @param names names of the other peers, by id
   * @throws RangeError when an option is out of range
   */
  constructor(match: Match<State>, options: SpectatorOptions, outbox: Outbox, names: ReadonlyMap<number, string>) {
    checkSpectator(options);
    this.#rules = match.rules;
    this.#options = options;
    this.#outbox = outbox;
    this.#names = names;
    this.chat = new Chat(options.localId, HOST_ID, OTHER_PLAYER_ID);
    if (options.saved !== undefined) this.chat.restart(options.saved.lamport);
    // What a spectator has shown us is not for the log.
    const replica = new Replica(match, options.saved, (record) => {
      if (outbox.journal.written !== undefined) outbox.journal.append(record);
    });
    this.#replica = replica;
    this.#assembly = new Assembly({ stateWords: replica.confirmed.length, pairBytes: replica.format.pairBytes });
    this.holding = {
      get epoch() {
        return outbox.journal.durableEpoch === replica.epoch ? replica.epoch : 0;
      },
      get leaderId() {
        return replica.leaderId;
      },
      get confirmedTick() {
        return replica.confirmedTick;
      },
      get confirmed() {
        return replica.confirmed;
      },
      format: replica.format,
      since: (tick) => replica.since(tick),
      inputAt: (seat, tick) => replica.inputAt(seat, tick),
      snapshot: () => replica.snapshot(),
    };
  }

  get token(): Uint8Array | undefined {
    return this.#outbox.journal.written?.head.token;
  }

  get speaks(): boolean {
    return this.token !== undefined;
  }

  /** Takes one event of a step that the table has begun. */
  take(nowMs: number, event: SessionEvent): void {
    // The rest is for players.
    if (event.type === 'chat' || event.type === 'preset') {
      this.#outbox.show(this.speaks ? this.chat.say(nowMs, event) : undefined);
    } else if (event.type === 'leave') this.#leave();
  }

  #leave(): void {
    this.#forget();
    this.#end({ reason: 'left', by: this.#options.localId });
  }

  /** Writes that the match is not to be offered to watch again. */
  #forget(): void {
    const { localId, name } = this.#options;
    if (this.#outbox.journal.written !== undefined) this.#append(goneRecord(localId, name));
  }

  /** Takes a message; hello and chat are dealt with. */
  receive(from: number, message: Control): void {
    if (from >= FIRST_SPECTATOR) {
      if (message.kind === ControlKind.stateTransfer) this.#receivePreview(message);
      return;
    }
    if (message.kind === ControlKind.stateTransfer) this.#receiveStateTransfer(message);
    if (message.kind === ControlKind.result) {
      const { kind: _, ...result } = message;
      const report = this.#reports.get(from);
      if (report !== undefined) report.waiting = result;
      this.#lookAtReports();
    } else if (message.kind === ControlKind.bye) {
      const end = endOfBye(message.reason, from);
      // A result of a checkpoint that was not shown here can't be written, and there is nothing to come back to all the same.
      if (end.reason === 'left' && this.#outbox.journal.written?.result === undefined) this.#forget();
      this.#end(end);
    }
  }

  /** Takes confirmed play from the leader. */
  stream(nowMs: number, packet: StreamPacket): void {
    // Play comes from players: a spectator that leads has seen none that is new.
    if (packet.leaderId >= FIRST_SPECTATOR) return;
    const taken = this.#replica.take(packet);
    if (taken === 'played') this.#progressed();
    else if (taken === 'differs' && this.#resyncs.ask(nowMs)) {
      this.#outbox.send(packet.leaderId, { kind: ControlKind.resyncRequest, epoch: packet.epoch, tick: packet.endTick });
    }
  }

  #receiveStateTransfer(message: Chunk): void {
    const decoded = this.#assembly.add(message);
    if (decoded === undefined) return;
    const refusal = decoded.ok ? this.#replica.refuse(decoded.value, this.#outbox.journal.written) : 'damaged';
    if (refusal === 'old') return;
    if (!decoded.ok || refusal !== undefined) {
      this.#end({ reason: 'dispute', from: message.leaderId, cause: refusal ?? 'damaged' });
      return;
    }
    if (this.#outbox.journal.written === undefined) this.#open(decoded.value);
    if (this.#outbox.journal.written !== undefined) this.#adopt(decoded.value, this.#outbox.journal.written);
  }

  /**
   * Shows what a spectator that leads hands over, while nothing else is known of the match. Nobody can vouch for it, so nothing of it gets into
   * the log or is handed on, and whatever a player hands over takes its place.
   */
  #receivePreview(message: Chunk): void {
    if (this.#outbox.journal.written !== undefined) return;
    const decoded = this.#assembly.add(message);
    if (decoded?.ok && this.#replica.refuse(decoded.value, undefined) === undefined) this.#replica.adopt(decoded.value);
  }

  /** Begins a log. */
  #open({ seed, token, graceMs }: StateTransfer): void {
    const { localId, resumeSecret: secret } = this.#options;
    const remoteName = this.#nameOf(1);
    this.#append({ kind: RecordKind.match, rules: this.#rules, seed, token, localId, remoteId: 1, remoteName, graceMs, secret });
    this.#outbox.push({ type: 'joined', remoteName });
  }

  #adopt(transfer: StateTransfer, saved: SavedMatch): void {
    const { epoch: number, leaderId } = transfer;
    this.chat.catchUp(transfer.lamport);
    const keeps = this.#replica.keeps(transfer, saved);
    if (number > saved.epoch || keeps !== undefined) {
      this.#append({ kind: RecordKind.epoch, number, leaderId, keeps: keeps ?? KEEPS_ALL, lamport: this.chat.lamport });
    }
    for (const record of transfer.checkpoints.toReversed()) {
      const newest = this.#outbox.journal.written?.checkpoints[0]?.number ?? 0;
      if (record.number > newest) this.#append(record);
    }
    this.#replica.adopt(transfer);
    this.#progressed();
  }

  #progressed(): void {
    const { committed } = this.#replica;
    if (committed > (this.#outbox.journal.written?.committed ?? 0)) this.#append({ kind: RecordKind.committed, number: committed });
    this.#lookAtReports();
  }

  /** Writes results of the players as soon as the checkpoint that they speak of is known here. */
  #lookAtReports(): void {
    for (const report of this.#reports.values()) {
      const result = report.waiting;
      const held = this.#replica.checkpoints.find(({ number }) => number === result?.checkpoint);
      if (result === undefined || held === undefined || !equalBytes(held.chain, result.chain) || this.#outbox.journal.written === undefined)
        continue;
      report.waiting = undefined;
      if (report.taken.some((told) => sameResult(told, result))) continue;
      report.taken.push(result);
      const own = this.#outbox.journal.written.result;
      // Told by one player it is pending, and by the other as well it is not.
      const both = [...this.#reports.values()].every(({ taken }) => taken.some((told) => sameResult(told, result)));
      if (own === undefined || !sameResult(own, result)) this.#append({ kind: RecordKind.result, ...result });
      if (both && !this.#outbox.journal.written.settled) this.#append({ kind: RecordKind.settled, checkpoint: result.checkpoint });
      const end = endOfResult(result);
      if (end !== undefined) this.#end(end);
    }
  }

  #nameOf(id: number): string {
    return this.#names.get(id) ?? `Player ${id}`;
  }

  #append(record: MatchRecord): void {
    this.#outbox.journal.append(record);
  }

  #end(end: MatchEnd): void {
    if (this.end !== undefined) return;
    this.end = end;
    this.#outbox.push({ type: 'ended', end });
  }
}

function checkSpectator({ localId, resumeSecret }: SpectatorOptions): void {
  if (!Number.isInteger(localId) || localId < FIRST_SPECTATOR || localId > LAST_SPECTATOR) {
    throw new RangeError(`a spectator's id is ${FIRST_SPECTATOR} to ${LAST_SPECTATOR}, not ${localId}`);
  }
  if (resumeSecret.length !== RESUME_SECRET_BYTES) {
    throw new RangeError(`a resume secret has ${RESUME_SECRET_BYTES} bytes, not ${resumeSecret.length}`);
  }
}
