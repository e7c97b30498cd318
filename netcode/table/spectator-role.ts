import { byeEnding, type EndReason, sameResult } from '../record/result-agreement.ts';
import { goneRecord, type SavedMatch } from '../record/saved-match.ts';
import type { Match } from '../rollback/match.ts';
import { Chat } from '../session/chat.ts';
import type { SessionEvent } from '../session/events.ts';
import { ResyncLimit } from '../session/resync-limit.ts';
import { toldApart } from '../text/alike.ts';
import { equalBytes } from '../wire/bytes.ts';
import { ByeReason, type Chunk, type Control, ControlKind } from '../wire/control.ts';
import { decodeHandover, type Handover } from '../wire/handover.ts';
import { KEEPS_ALL, type MatchRecord, Outcome, RESUME_SECRET_BYTES, RecordKind, type Result } from '../wire/match-record.ts';
import { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR, OTHER_PLAYER_ID } from '../wire/peer-ids.ts';
import type { StreamPacket } from '../wire/stream-packet.ts';
import type { TableOutbox } from './outbox.ts';
import { Replica } from './replica.ts';
import type { Holding, Role } from './role.ts';
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
  /** What tells the players apart where they have one name: sides, or by default their ids. */
  readonly marks?: readonly [string, string] | undefined;
}

/** What one player has told of how the match ended. */
interface Report {
  /** Its newest word, of a checkpoint that we may not hold yet; undefined once it is taken. */
  waiting: Result | undefined;
  /** What was taken into account: the same word again is no news, and nothing is written for it. */
  readonly taken: Result[];
}

/** A spectator's place: a replica of the match, and its record on disk. */
export class SpectatorRole<State> implements Role {
  readonly chat: Chat;
  readonly holding: Holding;
  over = false;
  readonly byeReason = ByeReason.left;
  readonly #rules: number;
  readonly #options: SpectatorOptions;
  readonly #port: TableOutbox;
  readonly #names: ReadonlyMap<number, string>;
  readonly #replica: Replica<State>;
  readonly #assembly: Assembly<Handover>;
  readonly #resyncs = new ResyncLimit();
  readonly #reports: ReadonlyMap<number, Report> = new Map([HOST_ID, OTHER_PLAYER_ID].map((id) => [id, { waiting: undefined, taken: [] }]));

  /**
   * @param names names of the other peers, by id
   * @throws RangeError when an option is out of range
   */
  constructor(match: Match<State>, options: SpectatorOptions, port: TableOutbox, names: ReadonlyMap<number, string>) {
    checkSpectator(options);
    this.#rules = match.rules;
    this.#options = options;
    this.#port = port;
    this.#names = names;
    this.chat = new Chat(options.localId, HOST_ID, OTHER_PLAYER_ID);
    if (options.saved !== undefined) this.chat.restart(options.saved.lamport);
    // What a spectator has shown us is not for the log.
    const replica = new Replica(match, options.saved, (record) => {
      if (port.written !== undefined) this.#append(record);
    });
    this.#replica = replica;
    this.#assembly = new Assembly((bytes) => decodeHandover(bytes, replica.confirmed.length));
    this.holding = {
      get epoch() {
        return port.saved?.epoch === replica.epoch ? replica.epoch : 0;
      },
      get leaderId() {
        return replica.leaderId;
      },
      get confirmedTick() {
        return replica.confirmedTick;
      },
      confirmed: replica.confirmed,
      byteAt: (tick) => replica.byteAt(tick),
      copy: () => replica.copy(),
    };
  }

  get token(): Uint8Array | undefined {
    return this.#port.written?.head.token;
  }

  get speaks(): boolean {
    return this.token !== undefined;
  }

  step(nowMs: number, event: SessionEvent): void {
    // The rest is for players.
    if (event.type === 'chat' || event.type === 'preset') {
      const message = this.speaks ? this.chat.say(nowMs, event) : undefined;
      if (message !== undefined) this.#port.effects.push({ type: 'chat', message });
    } else if (event.type === 'leave') this.#leave();
  }

  #leave(): void {
    this.#forget();
    this.#end('left', 'You left the match.');
  }

  /** Writes that the match is not to be offered to watch again. */
  #forget(): void {
    const { localId, name } = this.#options;
    if (this.#port.written !== undefined) this.#append(goneRecord(localId, name));
  }

  greeted(): void {
    return;
  }

  receive(from: number, message: Control): void {
    if (from >= FIRST_SPECTATOR) {
      if (message.kind === ControlKind.handover) this.#receivePreview(message);
      return;
    }
    if (message.kind === ControlKind.handover) this.#receiveHandover(message);
    if (message.kind === ControlKind.result) {
      const { kind: _, ...result } = message;
      const report = this.#reports.get(from);
      if (report !== undefined) report.waiting = result;
      this.#lookAtReports();
    } else if (message.kind === ControlKind.bye) {
      const { reason, detail } = byeEnding(message.reason, this.#labelOf(from));
      // A result of a checkpoint that was not shown here can't be written, and there is nothing to come back to all the same.
      if (reason === 'left' && this.#port.written?.result === undefined) this.#forget();
      this.#end(reason, detail);
    }
  }

  stream(nowMs: number, packet: StreamPacket): void {
    // Play comes from players: a spectator that leads has seen none that is new.
    if (packet.leaderId >= FIRST_SPECTATOR) return;
    const taken = this.#replica.take(packet);
    if (taken === 'played') this.#progressed();
    else if (taken === 'differs' && this.#resyncs.ask(nowMs)) {
      this.#port.send(packet.leaderId, { kind: ControlKind.resyncRequest, epoch: packet.epoch, tick: packet.endTick });
    }
  }

  #receiveHandover(message: Chunk): void {
    const decoded = this.#assembly.add(message);
    if (decoded === undefined) return;
    const refusal = decoded.ok ? this.#replica.refuse(decoded.value, this.#port.written) : 'it is damaged';
    if (refusal === 'old') return;
    if (!decoded.ok || refusal !== undefined) {
      this.#end('dispute', `What came of the match contradicts what was seen of it (${refusal}).`);
      return;
    }
    if (this.#port.written === undefined) this.#open(decoded.value);
    if (this.#port.written !== undefined) this.#adopt(decoded.value, this.#port.written);
  }

  /**
   * Shows what a spectator that leads hands over, while nothing else is known of the match. Nobody can vouch for it, so nothing of it gets into
   * the log or is handed on, and whatever a player hands over takes its place.
   */
  #receivePreview(message: Chunk): void {
    if (this.#port.written !== undefined) return;
    const decoded = this.#assembly.add(message);
    if (decoded?.ok && this.#replica.refuse(decoded.value, undefined) === undefined) this.#replica.adopt(decoded.value);
  }

  /** Begins a log. */
  #open({ seed, token, graceMs }: Handover): void {
    const { localId, resumeSecret: secret } = this.#options;
    const remoteName = this.#nameOf(1);
    this.#append({ kind: RecordKind.match, rules: this.#rules, seed, token, localId, remoteId: 1, remoteName, graceMs, secret });
    this.#port.effects.push({ type: 'joined', remoteName });
  }

  #adopt(handover: Handover, saved: SavedMatch): void {
    const { epoch: number, leaderId } = handover;
    this.chat.catchUp(handover.lamport);
    const keeps = this.#replica.keeps(handover, saved);
    if (number > saved.epoch || keeps !== undefined) {
      this.#append({ kind: RecordKind.epoch, number, leaderId, keeps: keeps ?? KEEPS_ALL, lamport: this.chat.lamport });
    }
    for (const record of handover.checkpoints.toReversed()) {
      const newest = this.#port.written?.checkpoints[0]?.number ?? 0;
      if (record.number > newest) this.#append(record);
    }
    this.#replica.adopt(handover);
    this.#progressed();
  }

  #progressed(): void {
    const { committed } = this.#replica;
    if (committed > (this.#port.written?.committed ?? 0)) this.#append({ kind: RecordKind.committed, number: committed });
    this.#lookAtReports();
  }

  /** Writes results of the players as soon as the checkpoint that they speak of is known here. */
  #lookAtReports(): void {
    for (const report of this.#reports.values()) {
      const result = report.waiting;
      const held = this.#replica.checkpoints.find(({ number }) => number === result?.checkpoint);
      if (result === undefined || held === undefined || !equalBytes(held.chain, result.chain) || this.#port.written === undefined) continue;
      report.waiting = undefined;
      if (report.taken.some((told) => sameResult(told, result))) continue;
      report.taken.push(result);
      const own = this.#port.written.result;
      // Told by one player it is pending, and by the other as well it is not.
      const both = [...this.#reports.values()].every(({ taken }) => taken.some((told) => sameResult(told, result)));
      if (own === undefined || !sameResult(own, result)) this.#append({ kind: RecordKind.result, ...result });
      if (both && !this.#port.written.settled) this.#append({ kind: RecordKind.settled, checkpoint: result.checkpoint });
      if (result.outcome !== Outcome.played) this.#end(result.outcome === Outcome.left ? 'left' : 'forfeit', this.#resultText(result));
    }
  }

  #resultText({ outcome, seat }: Result): string {
    if (outcome === Outcome.void) return 'Both players had claimed this match, so it is nobody’s.';
    const name = this.#labelOf(seat + 1);
    return outcome === Outcome.left ? `${name} left the match.` : `The match is ${name}’s by forfeit.`;
  }

  /** Name of a player as sentences have it. */
  #labelOf(id: number): string {
    const { marks = ['1', '2'] } = this.#options;
    return toldApart([this.#nameOf(HOST_ID), this.#nameOf(OTHER_PLAYER_ID)], marks)[id - 1] ?? this.#nameOf(id);
  }

  #nameOf(id: number): string {
    return this.#names.get(id) ?? `Player ${id}`;
  }

  #append(record: MatchRecord): void {
    this.#port.record(record, () => undefined);
  }

  #end(reason: EndReason, detail: string): void {
    if (this.over) return;
    this.over = true;
    this.#port.effects.push({ type: 'ended', reason, detail });
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
