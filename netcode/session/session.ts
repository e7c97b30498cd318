import type { Checkpoint } from '../history/checkpoints.ts';
import { type ResumePoint, Timeline } from '../history/timeline.ts';
import type { DisputeCause, MatchEnd } from '../record/match-end.ts';
import { type Agreement, endOfBye, endOfResult, type MatchResult, ResultAgreement } from '../record/result-agreement.ts';
import type { Match } from '../rollback/match.ts';
import type { Rollback } from '../rollback/rollback.ts';
import { ByeReason, type Control, ControlKind, decodeControl, type Hello, type Rejoin } from '../wire/control.ts';
import { FastPacketDecoder } from '../wire/fast-packet.ts';
import { KEEPS_ALL, RecordKind } from '../wire/match-record.ts';
import type { ResumePacket } from '../wire/resume-packet.ts';
import { Chat } from './chat.ts';
import type { SessionEffect, SessionEvent, SessionPhase, SuspensionCause } from './events.ts';
import { GetReady } from './get-ready.ts';
import { Handshake } from './handshake.ts';
import { Liveness, SILENCE_MS } from './liveness.ts';
import { checkMatch, checkOptions, checkStep, rollbackCounts, type SessionOptions, type SessionStats } from './options.ts';
import { Outbox } from './outbox.ts';
import { decideTakeUp, makeRejoin } from './rejoin.ts';
import { ResyncLimit } from './resync-limit.ts';
import { TickLoop } from './tick-loop.ts';
import { FIRST_EPOCH, FIRST_PACKET_MS, GET_READY_MS, GO_ON_LIMIT_MS, STORE_LIMIT_MS } from './timing.ts';
import { Transport } from './transport.ts';

/**
 * One side of a match between two peers, without clock, sockets or disk: `step(now, event)` takes what happened and returns
 * what is to be done. Times are milliseconds of any monotonic clock; fractions count.
 */
export class Session<State> {
  readonly localId: number;
  readonly remoteId: number;
  /** The authority of the match: the lower id of the two, whose peer confirms ticks and begins epochs. */
  readonly authorityId: number;
  /** Whether that is this peer. */
  readonly isAuthority: boolean;
  readonly seat: 0 | 1;
  readonly chat: Chat;
  phase: SessionPhase = 'handshake';
  /** Why the match is over; undefined while it continues. */
  end: MatchEnd | undefined;
  remoteName = 'Player';
  epochNumber = 0;

  readonly #match: Match<State>;
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #results: ResultAgreement;
  readonly #play: TickLoop<State>;
  readonly #transport: Transport;
  readonly #incoming: FastPacketDecoder;
  readonly #liveness: Liveness;
  readonly #resyncs = new ResyncLimit();
  readonly #handshake: Handshake<State>;
  readonly #wait = new GetReady();
  readonly #tell = (message: Control): unknown => this.#transport.send(message);
  readonly #durableCheckpoint = (): number => this.#outbox.journal.durableCheckpoint;
  #token: Uint8Array;
  #graceMs: number;

  /**
   * @param outbox that of the table around it; a session alone has its own
   * @throws RangeError when an option is out of range
   */
  constructor(match: Match<State>, options: SessionOptions, outbox?: Outbox) {
    const { localId, remoteId, sessionToken, saved } = options;
    checkMatch(match, options.seed);
    checkOptions(options, match.keeps !== undefined);
    this.localId = localId;
    this.remoteId = remoteId;
    this.authorityId = Math.min(localId, remoteId);
    this.isAuthority = localId === this.authorityId;
    this.seat = localId < remoteId ? 0 : 1;
    this.chat = new Chat(localId, remoteId);
    this.#liveness = new Liveness(saved !== undefined);
    this.#match = match;
    this.#options = options;
    this.#outbox = outbox ?? new Outbox(saved, match.keeps !== undefined);
    this.#token = sessionToken;
    this.#graceMs = options.graceMs;
    const timeline = new Timeline(match, options.seed, this.seat, options.inputDelayTicks, this.#durableCheckpoint, saved);
    this.#play = new TickLoop(match.ticksPerSecond, timeline, this.isAuthority, options.inputFor, {
      reached: (checkpoint) => this.#store(checkpoint),
      confirmed: () => this.#lookAtConfirmed(),
      differs: (nowMs, difference, isNew) => {
        if (isNew) this.#outbox.push({ type: 'desync', ...difference });
        if (this.isAuthority || !this.#resyncs.ask(nowMs)) return;
        this.#transport.send({ kind: ControlKind.resyncRequest, epoch: this.epochNumber, tick: difference.tick });
      },
      healed: (tick) => this.#outbox.push({ type: 'healed', tick }),
      stuck: (nowMs) => this.#suspend(nowMs, 'stuck'),
    });
    this.#incoming = new FastPacketDecoder(timeline.format);
    this.#transport = new Transport(this.#outbox, remoteId, this.#play.exchange, timeline.format);
    this.#handshake = new Handshake(match, timeline.format, this.#transport);
    this.#results = new ResultAgreement(this.seat, this.#outbox.journal, this.#tell);
    if (saved === undefined) return;
    this.phase = 'suspended';
    this.remoteName = saved.head.remoteName;
    this.epochNumber = saved.epoch;
    this.chat.restart(saved.lamport);
  }

  /** The predicted and confirmed states. Replaced once, when the authority's seed arrives. */
  get game(): Rollback<State> {
    return this.timeline.game;
  }

  /** When the next tick is due while it plays, in ms of the session's clock: no poll before that plays one. */
  get nextTickMs(): number {
    return this.#play.nextTickMs;
  }

  /** Newest tick that both sides call confirmed. */
  get confirmedTick(): number {
    return this.timeline.confirmedTick;
  }

  /** Words of the confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.timeline.confirmed;
  }

  get stats(): SessionStats {
    return { ...this.#play.stats, ...rollbackCounts(this.game), resyncs: this.#resyncs.total };
  }

  /** Milliseconds of "get ready" left, 0 when there is none. */
  getReadyMs(nowMs: number): number {
    if (this.phase !== 'getReady') return 0;
    return this.#wait.leftMs(
      nowMs,
      this.isAuthority ? (this.#liveness.firstHeardMs ?? nowMs) : undefined,
      this.#play.exchange.quality.rttMs,
    );
  }

  /** Milliseconds until a suspended match may be claimed; 0 when it is not suspended, too. */
  graceMs(nowMs: number): number {
    return this.phase === 'suspended' ? Math.max(0, this.#graceMs - this.#liveness.awayMs(nowMs)) : 0;
  }

  /** The match's result, pending until the other side holds it as well; undefined while the match continues. */
  get verdict(): MatchResult | undefined {
    return this.#results.verdict;
  }

  /** Token of this match, which both sides know and which names it. The authority's from the handshake on. */
  get token(): Uint8Array {
    return this.#token;
  }

  /** Whether what is said may leave: a clock that jumped at a restart is on the disk with the epoch; before, another restart would jump to the same times. */
  get speaks(): boolean {
    return this.#outbox.journal.durableEpoch > 0 && this.#isEpochDurable && !this.#handshake.meets;
  }

  /** True when our player has asked for a rematch that the other has not agreed to yet. */
  get wantsRematch(): boolean {
    return this.timeline.wantsRematch;
  }

  /**
   * Takes one event.
   * @returns what is to be done, in order; the array and the bytes of `sendFast` are reused by the next call
   * @throws RangeError when an input or the time is none, TypeError when bytes are none
   */
  step(nowMs: number, event: SessionEvent): readonly SessionEffect[] {
    checkStep(nowMs, event);
    this.#outbox.begin();
    while (this.#outbox.journal.isDue) this.#outbox.journal.stored(nowMs);
    this.take(nowMs, event);
    return this.#outbox.effects;
  }

  /** Takes one event of a step that the table around it has begun. What comes from a connection must come from the remote peer. */
  take(nowMs: number, event: SessionEvent): void {
    // Only what is still on its way to the disk matters then, and what the other side is told once it is there.
    if (this.phase === 'ended' && event.type !== 'recordStored') return;
    switch (event.type) {
      case 'poll':
        this.#poll(nowMs, event.queuedBytes ?? 0);
        break;
      case 'fast':
        this.#receiveFast(nowMs, event.bytes);
        break;
      case 'reliable':
        this.#receiveReliable(nowMs, event.bytes);
        break;
      case 'linkOpened':
        this.#greet(nowMs);
        break;
      case 'linkClosed':
        this.#loseLink(nowMs);
        break;
      case 'recordStored':
        this.#outbox.journal.stored(nowMs);
        break;
      case 'claim':
        if (this.phase === 'suspended' && this.graceMs(nowMs) === 0) this.#results.claim(this.timeline);
        break;
      case 'chat':
      case 'preset':
        this.#outbox.show(this.epochNumber > 0 ? this.chat.say(nowMs, event) : undefined);
        break;
      case 'rematch':
        this.timeline.wantsRematch = this.timeline.awaitsConsent;
        break;
      case 'leave':
        if (this.speaks) this.chat.deliver(nowMs, this.remoteId, this.#token, this.#tell);
        if (this.epochNumber > 0) this.#results.left(this.timeline, this.seat);
        this.#transport.send({ kind: ControlKind.bye, reason: ByeReason.left });
        this.#end({ reason: 'left', by: this.localId });
        break;
      case 'inputDelay':
        this.timeline.setDelay(event.ticks);
        break;
      case 'admitted':
      case 'signal':
      // For the table.
    }
  }

  /** The newest epoch is on the disk, so that it may be spoken of. */
  get #isEpochDurable(): boolean {
    return this.#outbox.journal.durableEpoch === this.epochNumber;
  }

  /** This side's states and inputs. Replaced once, when the authority's seed arrives. */
  get timeline(): Timeline<State> {
    return this.#play.timeline;
  }

  #greet(nowMs: number): void {
    this.chat.post.reconnected(this.remoteId);
    if (this.epochNumber > 0) this.#suspend(nowMs, 'reconnected');
    const outageMs = Math.round(this.#liveness.silenceMs(nowMs));
    const standing = { token: this.#token, epoch: this.epochNumber, claims: this.#results.claimed, outageMs, lamport: this.chat.lamport };
    const rejoin = this.epochNumber > 0 ? makeRejoin(this.timeline, standing) : undefined;
    this.#handshake.open(nowMs, this.localId, this.#options.name, rejoin);
  }

  #loseLink(nowMs: number): void {
    this.#handshake.close();
    if (this.epochNumber === 0) this.#end({ reason: 'lost', cause: 'closed' });
    else this.#suspend(nowMs, 'closed');
  }

  #receiveHello(nowMs: number, hello: Hello): void {
    if (this.#handshake.agreed) return;
    const end = this.#handshake.hear(hello, this.remoteId);
    this.remoteName = this.#handshake.remoteName;
    if (end !== undefined) {
      this.#end(end);
      return;
    }
    if (!this.isAuthority || this.epochNumber > 0) return;
    const shared = { seed: this.#options.seed, graceMs: this.#graceMs, token: this.#token };
    this.#begin(nowMs, shared.seed, () => this.#handshake.say({ kind: ControlKind.start, ...shared }));
  }

  #receiveStart(nowMs: number, start: Extract<Control, { kind: typeof ControlKind.start }>): void {
    if (this.isAuthority || !this.#handshake.agreed || this.epochNumber > 0) return;
    this.#token = start.token.slice();
    this.#graceMs = start.graceMs;
    this.#play.timeline = new Timeline(this.#match, start.seed, this.seat, this.timeline.delayTicks, this.#durableCheckpoint);
    this.#begin(nowMs, start.seed, () => undefined);
  }

  #begin(nowMs: number, seed: number, onDisk: () => void): void {
    const { localId, remoteId, remoteName } = this;
    const head = { rules: this.#match.rules, seed, token: this.#token, localId, remoteId, remoteName, graceMs: this.#graceMs };
    this.#outbox.journal.append({ kind: RecordKind.match, ...head, secret: this.#options.resumeSecret });
    this.#raiseEpoch(FIRST_EPOCH, KEEPS_ALL, onDisk);
    this.#liveness.reset(nowMs, FIRST_PACKET_MS);
    this.#startPlay(nowMs);
    this.#outbox.push({ type: 'joined', remoteName });
  }

  #raiseEpoch(number: number, keeps: number, onDisk: () => void): void {
    this.epochNumber = number;
    const epoch = { kind: RecordKind.epoch, number, leaderId: this.authorityId, keeps, lamport: this.chat.lamport } as const;
    this.#outbox.journal.append(epoch, () => {
      if (this.epochNumber === number) onDisk();
    });
  }

  #receiveRejoin(nowMs: number, theirs: Rejoin): void {
    if (this.epochNumber === 0 || !this.#handshake.takesRejoin()) return;
    if (!this.#handshake.speaksOf(theirs, this.#token)) {
      this.#end(endOfBye(ByeReason.otherMatch, this.remoteId));
      return;
    }
    this.chat.catchUp(theirs.lamport);
    this.#results.resend();
    if (this.#handshake.over || !this.isAuthority || this.#results.claimed || theirs.flags.claims) return;
    const { epoch, checkpoint } = this.#transport.resume;
    const wentBack = checkpoint >= 0 && epoch === this.epochNumber && theirs.epoch < epoch;
    const decided = decideTakeUp(this.timeline, this.epochNumber, theirs, this.#liveness.silenceMs(nowMs), wentBack);
    if (decided.from === 'nothing') {
      this.#dispute(Math.max(this.epochNumber, theirs.epoch), theirs.confirmedTick, decided.cause);
      return;
    }
    // An epoch that only one side has heard of is over, too.
    this.epochNumber = Math.max(this.epochNumber, theirs.epoch);
    this.#takeUp(nowMs, decided.from === 'checkpoint' ? decided.checkpoint : undefined, theirs.confirmedTick);
  }

  #end(end: MatchEnd): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.end = end;
    this.#play.stop();
    this.#outbox.push({ type: 'ended', end });
  }

  #poll(nowMs: number, queuedBytes: number): void {
    this.#play.exchange.poll(nowMs);
    this.#handshake.repeat(nowMs, this.#liveness.firstHeardMs !== undefined);
    if (this.phase === 'handshake') {
      if (this.#handshake.waitsTooLong(nowMs)) this.#end({ reason: 'lost', cause: 'silent' });
      return;
    }
    if (this.phase === 'suspended') this.#liveness.away(nowMs);
    const hears = this.#liveness.hears(nowMs);
    if (!this.#isEpochDurable) this.#wait.holdBack(nowMs);
    else if (this.phase === 'getReady' && this.getReadyMs(nowMs) === 0 && hears && this.#liveness.firstHeardMs !== undefined) {
      this.#startPlay(nowMs);
      this.#outbox.push({ type: 'resumed' });
    }
    if (!hears) this.#suspend(nowMs, 'silent');
    if (!this.#isEpochDurable || !this.#handshake.over) return;
    this.chat.deliver(nowMs, this.remoteId, this.#token, this.#tell);
    if (this.phase === 'playing') {
      const sends = this.#play.exchange.maySend(this.#play.run(nowMs), queuedBytes);
      if (sends) this.#transport.sendInputs(nowMs, this.epochNumber, this.timeline);
    } else if (this.#transport.isBeatDue(nowMs)) {
      const outageMs = Math.round(this.#liveness.ownOutageMs);
      const { epochNumber: epoch, confirmedTick } = this;
      const beat = { epoch, suspended: this.phase === 'suspended', hearsReceiver: hears, outageMs, confirmedTick };
      this.#transport.beat(nowMs, this.#liveness.firstHeardMs === undefined, { ...beat, checkpoint: this.timeline.storedCheckpoint });
    }
    if (this.phase === 'suspended' && this.isAuthority) this.#leaveSuspension(nowMs, hears);
  }

  #startPlay(nowMs: number): void {
    this.phase = 'playing';
    this.#liveness.playing(nowMs);
    this.#play.start(nowMs);
  }

  #suspend(nowMs: number, cause: SuspensionCause): void {
    if (this.phase === 'suspended') return;
    this.phase = 'suspended';
    this.#play.counts.suspensions++;
    this.#play.stop();
    this.#liveness.stopped(nowMs);
    this.#transport.beatSoon();
    this.#outbox.push({ type: 'suspended', cause });
  }

  /** On a connection that was there all the time, heartbeats say what a rejoin says on a new one. */
  #leaveSuspension(nowMs: number, hears: boolean): void {
    if (!hears || !this.#liveness.isBack || this.#results.claimed) return;
    const { committedCheckpoint, storedCheckpoint } = this.timeline;
    // What was said in confirmed inputs can't be taken back by a heartbeat.
    const bothHold = Math.max(committedCheckpoint, Math.min(storedCheckpoint, this.#liveness.checkpoint));
    this.#takeUp(nowMs, !this.timeline.keeps || this.#liveness.outageMs <= GO_ON_LIMIT_MS ? undefined : bothHold, this.confirmedTick);
  }

  #lookAtConfirmed(): void {
    const { committedCheckpoint: number } = this.timeline;
    if (number > (this.#outbox.journal.written?.committed ?? 0)) this.#outbox.journal.append({ kind: RecordKind.committed, number });
    this.#conclude(this.#results.look(this.timeline, this.#match.winner?.(this.confirmed) !== undefined));
  }

  /** Ends the session when the result is one that nobody plays on after. */
  #conclude(meeting: Agreement): void {
    if (typeof meeting === 'object') this.#dispute(this.epochNumber, this.confirmedTick, meeting.refused);
    const end = meeting === 'settled' && this.verdict !== undefined ? endOfResult(this.verdict) : undefined;
    if (end?.reason === 'forfeit') this.#end(end);
  }

  #store(reached: Checkpoint | undefined): void {
    if (reached === undefined) return;
    const { epochNumber: epoch, authorityId: leaderId } = this;
    this.#outbox.journal.append({ kind: RecordKind.checkpoint, ...reached, epoch, leaderId });
  }

  /** The authority's way out of an outage or a difference: a new epoch, which the follower hears of with each heartbeat until it is heard in it. */
  #takeUp(nowMs: number, bothHold: number | undefined, remoteTick: number): void {
    const point = this.timeline.resumePoint(bothHold, remoteTick);
    const epoch = this.epochNumber + 1;
    const { resume } = this.#transport;
    this.timeline.describe(point, resume);
    Object.assign(resume, { epoch, waitMs: GET_READY_MS });
    this.#adopt(nowMs, point, epoch, GET_READY_MS);
  }

  /** Goes to where play resumes, in a new epoch. */
  #adopt(nowMs: number, point: ResumePoint, epoch: number, waitMs: number): void {
    // Checkpoints on the way there belong to the epoch in which they were played.
    this.#store(this.timeline.resume(point));
    this.#raiseEpoch(epoch, point.goesBack ? point.checkpoint : KEEPS_ALL, () => undefined);
    this.#handshake.end();
    this.phase = 'getReady';
    this.#play.stop();
    this.#wait.begin(nowMs, waitMs);
    this.#transport.beatSoon();
    this.#play.exchange.reset(this.confirmedTick);
    this.#liveness.interrupted(nowMs);
    this.#liveness.reset(nowMs, waitMs + SILENCE_MS + STORE_LIMIT_MS);
    this.#lookAtConfirmed();
  }

  #dispute(epoch: number, tick: number, cause: DisputeCause): void {
    this.#transport.send({ kind: ControlKind.dispute, epoch, tick });
    this.#end({ reason: 'dispute', from: this.localId, cause, tick });
  }

  #receiveResume(nowMs: number, packet: ResumePacket): void {
    if (this.isAuthority || packet.epoch < this.epochNumber || !this.#handshake.agreed) return;
    if (packet.epoch === this.epochNumber) {
      // The authority has not heard yet that we are in its epoch.
      this.#liveness.heard(nowMs);
      return;
    }
    if (!this.#resyncs.mayFollow(nowMs)) return;
    const point = this.timeline.follow(packet, this.phase === 'suspended');
    if (this.#results.claimed) this.#results.resend();
    else if (typeof point === 'string') this.#dispute(packet.epoch, this.confirmedTick, point);
    else {
      if (this.phase === 'playing') this.#resyncs.total++;
      this.#resyncs.followed(nowMs);
      this.#adopt(nowMs, point, packet.epoch, Math.max(0, packet.waitMs - this.#play.exchange.quality.rttMs / 2));
    }
  }

  #receiveFast(nowMs: number, bytes: Uint8Array): void {
    const kind = this.#incoming.decode(bytes);
    if (kind === 'repeated') this.#receiveReliable(nowMs, this.#incoming.repeated);
    if (this.phase === 'handshake') return;
    const { input, heartbeat } = this.#incoming;
    if (kind === 'input') {
      const inEpoch = input.epoch === this.epochNumber;
      if (!inEpoch || !this.#play.receive(nowMs, input, this.phase === 'playing')) return;
      this.#liveness.heard(nowMs);
      this.#wait.otherPlays();
    } else if (kind === 'heartbeat' && heartbeat.epoch === this.epochNumber) {
      this.#liveness.heartbeat(nowMs, heartbeat);
      if (heartbeat.suspended) this.#suspend(nowMs, 'told');
    } else if (kind === 'resume') this.#receiveResume(nowMs, this.#incoming.resume);
  }

  #receiveReliable(nowMs: number, bytes: Uint8Array): void {
    const decoded = decodeControl(bytes);
    if (!decoded.ok) return;
    const message = decoded.value;
    switch (message.kind) {
      case ControlKind.hello:
        this.#receiveHello(nowMs, message);
        break;
      case ControlKind.start:
        this.#receiveStart(nowMs, message);
        break;
      case ControlKind.chat:
      case ControlKind.heard:
        if (this.phase !== 'handshake') this.#outbox.show(this.chat.hear(nowMs, this.remoteId, this.#token, message, this.#tell));
        break;
      case ControlKind.bye:
        this.#receiveBye(message.reason);
        break;
      case ControlKind.rejoin:
        this.#receiveRejoin(nowMs, message);
        break;
      case ControlKind.result:
        if (this.epochNumber > 0) {
          // The two sides notice an outage up to that long after each other.
          const waited = this.#liveness.mayHaveWaited(nowMs, this.#graceMs - GO_ON_LIMIT_MS);
          this.#conclude(this.#results.receive(message, this.timeline, waited));
        }
        break;
      case ControlKind.resyncRequest:
        if (!this.isAuthority || this.phase !== 'playing' || message.epoch !== this.epochNumber) break;
        if (this.#resyncs.give(this.timeline.committedCheckpoint)) this.#takeUp(nowMs, undefined, this.confirmedTick);
        else this.#dispute(this.epochNumber, message.tick, 'resync-failed');
        break;
      case ControlKind.dispute:
        if (message.epoch >= this.epochNumber) this.#end({ reason: 'dispute', from: this.remoteId, cause: 'told', tick: message.tick });
        break;
      default:
      // For the table.
    }
  }

  #receiveBye(byeReason: number): void {
    const end = endOfBye(byeReason, this.remoteId);
    if (end.reason === 'left' && this.epochNumber > 0) this.#results.left(this.timeline, this.seat === 0 ? 1 : 0);
    this.#end(end);
  }
}
