import type { Rollback } from '../rollback/rollback.ts';
import { equalBytes } from '../wire/bytes.ts';
import { encodeCheckpointRecord } from '../wire/checkpoint-record.ts';
import { ByeReason, type Control, ControlKind, decodeControl, encodeControl, type Hello } from '../wire/control.ts';
import type { InputPacket } from '../wire/input-packet.ts';
import { Chat, plainName } from './chat.ts';
import { CopyAssembly, copyMessages } from './copy-transfer.ts';
import type { ChatMessage, EndReason, SessionEffect, SessionEvent, SessionPhase } from './events.ts';
import { compareHello, makeHello } from './hello.ts';
import {
  FIRST_EPOCH,
  FIRST_PACKET_MS,
  GET_READY_MS,
  GO_ON_LIMIT_MS,
  HEARTBEAT_MS,
  HELLO_LIMIT_MS,
  MAX_CATCH_UP_TICKS,
  MAX_RESYNCS_PER_RALLY,
  MAX_UNACKNOWLEDGED,
  RESYNC_PAUSE_MS,
  STUCK_MS,
} from './limits.ts';
import type { Match } from './match.ts';
import { checkOptions, rollbackCounts, type SessionOptions, type SessionStats } from './options.ts';
import { Outage, SILENCE_MS } from './outage.ts';
import { Pacing } from './pacing.ts';
import { PacketPort } from './packet-port.ts';
import { Published } from './published.ts';
import { Quality } from './quality.ts';
import { type Checkpoint, Timeline } from './timeline.ts';

/**
 * One side of a match between two peers, without clock, sockets or disk: `step(now, event)` takes what happened and returns
 * what is to be done. Times are milliseconds of any clock that does not go back; fractions count.
 */
export class Session<State> {
  readonly localId: number;
  readonly remoteId: number;
  /** Lower id of the two that are here. */
  readonly leaderId: number;
  readonly seat: 0 | 1;
  readonly chat: Chat;
  phase: SessionPhase = 'handshake';
  remoteName = 'Player';
  epochNumber = 0;

  readonly #match: Match<State>;
  readonly #options: SessionOptions;
  readonly #effects: SessionEffect[] = [];
  readonly #packets = new PacketPort();
  readonly #sendFast: { type: 'sendFast'; bytes: Uint8Array } = { type: 'sendFast', bytes: new Uint8Array(0) };
  readonly #outage = new Outage();
  readonly #pacing = new Pacing();
  readonly #quality = new Quality();
  readonly #assembly: CopyAssembly;
  #timeline: Timeline<State>;
  #token: Uint8Array;

  #startedMs = Number.POSITIVE_INFINITY;
  #nextTickMs = 0;
  #nextBeatMs = 0;
  #resumeMs = 0;
  #suspendedMs = 0;
  #resyncAskedMs = Number.NEGATIVE_INFINITY;
  #helloSeen = false;
  /** Our inputs below this tick have arrived on the other side. */
  #ackedEnd = 0;
  #packetArrivedMs = -1;
  #remoteSuspended = false;
  #remoteHearsUs = false;
  #remoteOutageMs = 0;
  #remoteCheckpoint = 0;
  readonly #published = new Published();
  #stuckSinceMs = -1;
  /** Full copies asked for since this checkpoint. */
  #resyncs = { checkpoint: 0, count: 0 };

  readonly #counts = { maxRollbackTicks: 0, stalls: 0, resyncs: 0, checksumsCompared: 0, checksumsDiffering: 0 };

  /** @throws RangeError when an option is out of range */
  constructor(match: Match<State>, options: SessionOptions) {
    const { localId, remoteId, sessionToken } = options;
    checkOptions(options);
    this.localId = localId;
    this.remoteId = remoteId;
    this.leaderId = Math.min(localId, remoteId);
    this.seat = localId < remoteId ? 0 : 1;
    this.chat = new Chat(localId);
    this.#match = match;
    this.#options = options;
    this.#token = sessionToken;
    this.#timeline = new Timeline(match, options.seed, this.seat, options.inputDelayTicks);
    this.#assembly = new CopyAssembly(this.#timeline.confirmed.length);
  }

  get leads(): boolean {
    return this.localId === this.leaderId;
  }

  /** The predicted and confirmed states. Replaced once, when the leader's seed arrives. */
  get game(): Rollback<State> {
    return this.#timeline.game;
  }

  /** Newest tick that both sides call confirmed. */
  get confirmedTick(): number {
    return this.#timeline.confirmedTick;
  }

  /** Words of the confirmed state. Not to be changed. */
  get confirmed(): Int32Array {
    return this.#timeline.confirmed;
  }

  get stats(): SessionStats {
    return { ...this.#quality.measured, ...this.#counts, ...rollbackCounts(this.game), frameAdvantageTicks: this.#pacing.advantageTicks };
  }

  /** Milliseconds of "get ready" left, 0 when there is none. */
  getReadyMs(nowMs: number): number {
    return this.phase === 'getReady' ? Math.max(0, this.#resumeMs - nowMs) : 0;
  }

  /** Milliseconds that a suspended match will still wait for the other side. */
  graceMs(nowMs: number): number {
    return this.phase === 'suspended' ? Math.max(0, this.#suspendedMs + this.#options.graceMs - nowMs) : 0;
  }

  /** True when our player has asked for a rematch that the other has not agreed to yet. */
  get wantsRematch(): boolean {
    return this.#timeline.wantsRematch;
  }

  /**
   * Takes one event.
   * @returns what is to be done, in order; the array and the bytes of `sendFast` are reused by the next call
   */
  step(nowMs: number, event: SessionEvent): readonly SessionEffect[] {
    this.#effects.length = 0;
    if (this.phase === 'ended') return this.#effects;
    switch (event.type) {
      case 'poll':
        this.#poll(nowMs, event.axis);
        break;
      case 'fast':
        this.#receiveFast(nowMs, event.bytes);
        break;
      case 'reliable':
        this.#receiveReliable(nowMs, event.bytes);
        break;
      case 'start':
        this.#start(nowMs);
        break;
      case 'checkpointStored':
        this.#timeline.checkpointStored(event.number);
        break;
      case 'chat':
        this.#say(this.chat.write(nowMs, event.text), -1);
        break;
      case 'preset':
        this.#say(this.chat.writePreset(nowMs, event.preset), event.preset);
        break;
      case 'rematch':
        this.#timeline.wantsRematch = this.#match.awaits(this.confirmed, this.seat) === 'consent';
        break;
      case 'leave':
        this.#send({ kind: ControlKind.bye, reason: ByeReason.left });
        this.#end('left', 'You left the match.');
        break;
      case 'linkClosed':
        this.#end('lost', `The connection to ${this.remoteName} is gone.`);
        break;
      case 'inputDelay':
        this.#timeline.setDelay(event.ticks);
        break;
    }
    return this.#effects;
  }

  #start(nowMs: number): void {
    this.#startedMs = nowMs;
    this.#send(makeHello(this.#match, this.localId, this.#options.name));
  }

  #receiveHello(nowMs: number, hello: Hello): void {
    if (this.#helloSeen) return;
    this.#helloSeen = true;
    this.remoteName = plainName(hello.name);
    const difference = compareHello(this.#match, this.remoteId, hello);
    if (difference !== undefined) {
      this.#send({ kind: ControlKind.bye, reason: ByeReason.version });
      this.#end('version', `${this.remoteName} has another version of the game: ${difference}. Both need the same one.`);
      return;
    }
    if (!this.leads) return;
    this.epochNumber = FIRST_EPOCH;
    this.#send({
      kind: ControlKind.start,
      epoch: FIRST_EPOCH,
      leaderId: this.leaderId,
      seed: this.#options.seed,
      token: this.#token,
    });
    this.#outage.reset(nowMs, FIRST_PACKET_MS);
    this.#play(nowMs);
    this.#effects.push({ type: 'joined', remoteName: this.remoteName });
  }

  #receiveStart(nowMs: number, start: Extract<Control, { kind: typeof ControlKind.start }>): void {
    if (this.leads || !this.#helloSeen || this.phase !== 'handshake' || start.leaderId !== this.leaderId || start.epoch === 0) return;
    this.epochNumber = start.epoch;
    this.#token = start.token.slice();
    this.#timeline = new Timeline(this.#match, start.seed, this.seat, this.#timeline.delayTicks);
    this.#outage.reset(nowMs, FIRST_PACKET_MS);
    this.#play(nowMs);
    this.#effects.push({ type: 'joined', remoteName: this.remoteName });
  }

  #end(reason: EndReason, detail: string): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.#effects.push({ type: 'ended', reason, detail });
  }

  #poll(nowMs: number, axis: number): void {
    this.#quality.poll(nowMs);
    if (this.phase === 'handshake') {
      if (nowMs - this.#startedMs > HELLO_LIMIT_MS) this.#end('lost', 'The other side is connected but does not answer.');
      return;
    }
    const hears = this.#outage.hears(nowMs);
    if (this.phase === 'getReady' && nowMs >= this.#resumeMs && hears && this.#outage.heardSinceReset) {
      this.#play(nowMs);
      this.#effects.push({ type: 'resumed' });
    }
    if (!hears && this.phase !== 'suspended') this.#suspend(nowMs);
    if (this.phase === 'playing') this.#playDueTicks(nowMs, axis);
    else if (nowMs >= this.#nextBeatMs) this.#sendHeartbeat(nowMs, hears);
    if (this.phase === 'suspended') this.#leaveSuspension(nowMs, hears);
  }

  #play(nowMs: number): void {
    this.phase = 'playing';
    this.#nextTickMs = nowMs;
    this.#stuckSinceMs = -1;
    this.#pacing.reset();
  }

  #playDueTicks(nowMs: number, axis: number): void {
    const tickMs = 1000 / this.#match.ticksPerSecond;
    let played = 0;
    while (nowMs >= this.#nextTickMs && this.phase === 'playing') {
      if (played === MAX_CATCH_UP_TICKS) {
        this.#nextTickMs = nowMs + tickMs;
        break;
      }
      const full = this.game.knownTicks(this.seat) - this.#ackedEnd > MAX_UNACKNOWLEDGED;
      if (full || !this.#timeline.tick(axis)) this.#stall(nowMs);
      else this.#stuckSinceMs = -1;
      if (this.game.lastRollbackTicks > this.#counts.maxRollbackTicks) this.#counts.maxRollbackTicks = this.game.lastRollbackTicks;
      this.#confirm(nowMs);
      this.#nextTickMs += tickMs * this.#pacing.stretch(this.#timeline.rests());
      played++;
    }
    if (played > 0 && this.phase === 'playing') this.#sendInputs(nowMs);
  }

  #stall(nowMs: number): void {
    this.#counts.stalls++;
    if (this.#stuckSinceMs < 0) this.#stuckSinceMs = nowMs;
    else if (nowMs - this.#stuckSinceMs > STUCK_MS) this.#suspend(nowMs);
  }

  #suspend(nowMs: number): void {
    this.phase = 'suspended';
    this.#suspendedMs = nowMs;
    this.#nextBeatMs = nowMs;
    this.#remoteHearsUs = false;
    this.#remoteSuspended = false;
    this.#effects.push({ type: 'suspended' });
  }

  #leaveSuspension(nowMs: number, hears: boolean): void {
    if (nowMs - this.#suspendedMs > this.#options.graceMs) {
      this.#end('lost', `${this.remoteName} could not be reached any more.`);
    } else if (this.leads && hears && this.#remoteHearsUs && this.#remoteSuspended) {
      const outageMs = Math.max(this.#outage.lengthMs, this.#remoteOutageMs);
      // What was said in confirmed inputs can't be taken back by a heartbeat.
      const bothHold = Math.max(this.#timeline.committedCheckpoint, Math.min(this.#timeline.storedCheckpoint, this.#remoteCheckpoint));
      this.#takeUp(nowMs, outageMs <= GO_ON_LIMIT_MS ? undefined : bothHold);
    }
  }

  #confirm(nowMs: number): void {
    // The leader confirms what both inputs are known of. A follower confirms what the leader has published, once its own
    // state has the same checksum: so no state is ever confirmed or put on disk that the two sides do not share.
    if (this.leads) this.#store(this.#timeline.confirm(Number.POSITIVE_INFINITY));
    while (this.#published.tick >= 0 && this.#published.tick <= this.game.confirmedTick) {
      const { tick, checksum } = this.#published;
      this.#published.done();
      if (!this.game.holds(tick)) continue;
      this.#counts.checksumsCompared++;
      if (this.game.checksumAt(tick) === checksum) {
        if (!this.leads) this.#store(this.#timeline.confirm(tick));
        continue;
      }
      this.#counts.checksumsDiffering++;
      if (this.leads || nowMs - this.#resyncAskedMs <= RESYNC_PAUSE_MS) continue;
      this.#resyncAskedMs = nowMs;
      this.#send({ kind: ControlKind.resyncRequest, epoch: this.epochNumber, tick });
    }
  }

  #store(reached: Checkpoint | undefined): void {
    if (reached === undefined) return;
    const record = encodeCheckpointRecord({ ...reached, epoch: this.epochNumber, leaderId: this.leaderId });
    this.#effects.push({ type: 'checkpoint', number: reached.number, record });
  }

  /** The leader's way out of an outage or a difference: a new epoch, and a copy to start it from. */
  #takeUp(nowMs: number, bothHold: number | undefined): void {
    const copy = this.#timeline.copy(bothHold, GET_READY_MS);
    this.#store(this.#timeline.restore(copy));
    this.epochNumber++;
    for (const message of copyMessages(copy, this.epochNumber, this.leaderId)) this.#sendBytes(message);
    this.#getReady(nowMs, GET_READY_MS);
  }

  #resync(nowMs: number, tick: number): void {
    const { committedCheckpoint } = this.#timeline;
    if (this.#resyncs.checkpoint !== committedCheckpoint) this.#resyncs = { checkpoint: committedCheckpoint, count: 0 };
    if (++this.#resyncs.count > MAX_RESYNCS_PER_RALLY) {
      this.#dispute(this.epochNumber, tick, 'full copies did not help');
      return;
    }
    this.#counts.resyncs++;
    this.#takeUp(nowMs, undefined);
  }

  #dispute(epoch: number, tick: number, why: string): void {
    this.#send({ kind: ControlKind.dispute, epoch, tick });
    this.#end('dispute', `The two sides disagree about tick ${tick} (${why}). No score was changed.`);
  }

  #receiveCopy(nowMs: number, message: Extract<Control, { kind: typeof ControlKind.copy }>): void {
    if (this.leads || this.phase === 'handshake' || message.leaderId !== this.leaderId || message.epoch <= this.epochNumber) return;
    const copy = this.#assembly.add(message);
    if (copy === undefined) return;
    const refusal = copy.ok ? this.#timeline.refuse(copy.value, this.phase === 'suspended') : 'the copy is damaged';
    if (refusal !== undefined || !copy.ok) {
      this.#dispute(message.epoch, this.confirmedTick, refusal ?? 'the copy is damaged');
      return;
    }
    if (this.phase === 'playing') this.#counts.resyncs++;
    // Checkpoints on the way to the copy's end belong to the epoch in which they were played.
    this.#store(this.#timeline.restore(copy.value));
    this.epochNumber = message.epoch;
    // The leader's wait began when the copy left.
    this.#getReady(nowMs, Math.max(0, copy.value.waitMs - this.#quality.rttMs / 2));
  }

  #getReady(nowMs: number, waitMs: number): void {
    this.phase = 'getReady';
    this.#resumeMs = nowMs + waitMs;
    this.#nextBeatMs = nowMs;
    this.#ackedEnd = this.confirmedTick;
    this.#packetArrivedMs = -1;
    this.#published.reset();
    this.#outage.reset(nowMs, waitMs + SILENCE_MS);
    this.#quality.reset(this.confirmedTick);
  }

  #receiveFast(nowMs: number, bytes: Uint8Array): void {
    if (this.phase === 'handshake') return;
    const kind = this.#packets.decode(bytes);
    if (kind === 'input') {
      if (this.#inEpoch(this.#packets.input)) this.#receiveInputs(nowMs, this.#packets.input);
    } else if (kind === 'heartbeat' && this.#inEpoch(this.#packets.heartbeat)) {
      const { suspended, hearsReceiver, outageMs, checkpoint } = this.#packets.heartbeat;
      this.#outage.heard(nowMs);
      this.#remoteSuspended = suspended;
      this.#remoteHearsUs = hearsReceiver;
      this.#remoteOutageMs = outageMs;
      this.#remoteCheckpoint = checkpoint;
      if (suspended && this.phase !== 'suspended') this.#suspend(nowMs);
    }
  }

  #inEpoch(packet: { readonly epoch: number; readonly leaderId: number }): boolean {
    return packet.epoch === this.epochNumber && packet.leaderId === this.leaderId;
  }

  #receiveInputs(nowMs: number, packet: InputPacket): void {
    const { game } = this.#timeline;
    // An acknowledgement of what was never sent comes from no honest peer.
    if (packet.ackEnd > game.knownTicks(this.seat)) return;
    this.#outage.heard(nowMs);
    this.#quality.arrived(nowMs, packet.inputsEnd, packet.ackEnd, packet.holdMs);
    if (packet.ackEnd > this.#ackedEnd) this.#ackedEnd = packet.ackEnd;
    const remoteSeat = this.seat === 0 ? 1 : 0;
    const before = game.knownTicks(remoteSeat);
    const first = packet.inputsEnd - packet.inputCount;
    for (let i = 0; i < packet.inputCount; i++) this.#timeline.addRemote(first + i, packet.inputs[i] ?? 0);
    // Only what raises our acknowledgement is what the acknowledgement answers; a packet that was overtaken is not.
    if (game.knownTicks(remoteSeat) > before) this.#packetArrivedMs = nowMs;
    this.#published.add(packet.confirmedTick, packet.checksum);
    if (this.phase !== 'playing') return;
    const tickMs = 1000 / this.#match.ticksPerSecond;
    const rttTicks = this.#quality.rttMs / tickMs;
    const ownEnd = game.knownTicks(this.seat) + 1 - (this.#nextTickMs - nowMs) / tickMs;
    this.#pacing.sample(ownEnd - packet.inputsEnd - rttTicks / 2, this.#timeline.rests(), rttTicks);
  }

  #sendInputs(nowMs: number): void {
    const packet = this.#packets.outgoingInput;
    packet.epoch = this.epochNumber;
    packet.leaderId = this.leaderId;
    packet.holdMs = this.#packetArrivedMs < 0 ? -1 : nowMs - this.#packetArrivedMs;
    this.#timeline.fill(packet, this.#ackedEnd);
    this.#sendFast.bytes = this.#packets.encodeInput();
    this.#quality.sent(packet.inputsEnd, nowMs, this.#sendFast.bytes.length);
    this.#effects.push(this.#sendFast);
  }

  #sendHeartbeat(nowMs: number, hears: boolean): void {
    const beat = this.#packets.outgoingHeartbeat;
    this.#nextBeatMs = nowMs + HEARTBEAT_MS;
    beat.epoch = this.epochNumber;
    beat.leaderId = this.leaderId;
    beat.suspended = this.phase === 'suspended';
    beat.hearsReceiver = hears;
    beat.outageMs = Math.round(this.#outage.lengthMs);
    beat.confirmedTick = this.confirmedTick;
    beat.checkpoint = this.#timeline.storedCheckpoint;
    this.#sendFast.bytes = this.#packets.encodeHeartbeat();
    this.#quality.sentOther(this.#sendFast.bytes.length);
    this.#effects.push(this.#sendFast);
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
        if (this.phase !== 'handshake' && message.from === this.remoteId && equalBytes(message.token, this.#token)) {
          const said = this.chat.read(nowMs, message.lamport, message.from, message.preset, message.text);
          if (said !== undefined) this.#effects.push({ type: 'chat', message: said });
        }
        break;
      case ControlKind.bye:
        if (message.reason === ByeReason.version) {
          this.#end('version', `${this.remoteName} has another version of the game. Both need the same one.`);
        } else this.#end('left', `${this.remoteName} left the match.`);
        break;
      case ControlKind.resyncRequest:
        if (this.leads && this.phase === 'playing' && message.epoch === this.epochNumber) {
          this.#resync(nowMs, message.tick);
        }
        break;
      case ControlKind.copy:
        this.#receiveCopy(nowMs, message);
        break;
      case ControlKind.dispute:
        if (message.epoch >= this.epochNumber) {
          this.#end('dispute', `The two sides disagree about tick ${message.tick}. No score was changed.`);
        }
        break;
    }
  }

  #say(message: ChatMessage | undefined, preset: number): void {
    if (message === undefined || this.phase === 'handshake') return;
    const { lamport, from } = message;
    this.#send({ kind: ControlKind.chat, token: this.#token, lamport, from, preset, text: preset < 0 ? message.text : '' });
    this.#effects.push({ type: 'chat', message });
  }

  #send(message: Control): void {
    this.#sendBytes(encodeControl(message));
  }

  #sendBytes(bytes: Uint8Array): void {
    this.#quality.sentOther(bytes.length);
    this.#effects.push({ type: 'sendReliable', bytes });
  }
}
