import type { WireKind } from '../wire.ts';

/** A replacement in the source. */
export interface Place {
  /** Below `netcode/`. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A small fault in one place of the netcode or a few, which only the tests' own bundles ever hold. */
export interface PlantedBug extends Place {
  /** What is wrong, in words. */
  readonly name: string;
  /** What else has to be replaced for it. */
  readonly also?: readonly Place[];
  /** Peers that it takes; 2 when it is not said. */
  readonly peers?: number;
  /** What the connections must run over; ideal channels when it is not said. */
  readonly wire?: WireKind;
}

const ENGINE = 'rollback/rollback.ts';
const SESSION = 'session/session.ts';
const TIMELINE = 'history/timeline.ts';
const TRAIL = 'history/checkpoints.ts';
const EXCHANGE = 'session/input-exchange.ts';
const JOURNAL = 'record/journal.ts';
const REJOIN = 'session/rejoin.ts';
const PRESENCE = 'session/liveness.ts';

/** Bugs that the lab must find: if it can't find these, its silence about others says nothing. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  // The engine.
  { name: 'a rollback starts one tick late', file: ENGINE, from: 'let tick = from; tick', to: 'let tick = from + 1; tick' },
  {
    name: 'of two wrong predictions the later one is mended',
    file: ENGINE,
    from: '!== input && tick < this.#firstWrong)',
    to: '!== input)',
  },
  { name: 'a state is kept in the place of the one before', file: ENGINE, from: '((tick + 1) & MASK)', to: '(tick & MASK)' },
  {
    name: 'a prediction is not the one that is noted',
    file: ENGINE,
    from: 'this.#now[1] = this.#inputs1[slot] ?? 0;',
    to: 'this.#now[1] = (tick >= this.#known1 ? this.#inputs1[(tick - 2) & MASK] : this.#inputs1[slot]) ?? 0;',
  },
  {
    name: 'a restored engine remembers an old wrong prediction',
    file: ENGINE,
    from: 'this.#known1 = tick;\n    this.#firstWrong = Number.POSITIVE_INFINITY;',
    to: 'this.#known1 = tick;',
  },
  {
    name: "a tick is confirmed without the other side's input",
    file: ENGINE,
    from: 'Math.min(this.#known0, this.#known1)',
    to: 'Math.max(this.#known0, this.#known1)',
  },
  {
    name: 'an input that comes twice counts twice',
    file: ENGINE,
    from: 'if (tick !== known) return tick < known;',
    to: 'if (tick > known) return false;',
  },
  { name: 'the checksum leaves out a word', file: 'rollback/checksum.ts', from: 'i < at + length; i++', to: 'i < at + length - 1; i++' },
  {
    name: 'a point counts twice',
    file: 'pong/pong.ts',
    from: 'state[score] = (state[score] ?? 0) + 1;',
    to: 'state[score] = (state[score] ?? 0) + 2;',
  },
  // Packets.
  {
    name: 'an acknowledgement is one too high',
    file: TIMELINE,
    from: 'packet.ackEnd = this.game.knownTicks(this.seat === 0 ? 1 : 0);',
    to: 'packet.ackEnd = this.game.knownTicks(this.seat === 0 ? 1 : 0) + 1;',
  },
  {
    name: 'inputs are sent one tick late',
    file: TIMELINE,
    from: 'this.game.inputAt(this.seat, ackedEnd + i)',
    to: 'this.game.inputAt(this.seat, ackedEnd + i - 1)',
  },
  {
    name: 'only the last three inputs are sent again',
    file: EXCHANGE,
    from: 'timeline.fill(packet, this.#ackedEnd, tells);',
    to: 'timeline.fill(packet, Math.max(this.#ackedEnd, timeline.game.knownTicks(timeline.seat) - 3), tells);',
  },
  {
    name: 'the first input of a long packet is lost',
    file: EXCHANGE,
    from: 'let i = 0; i < packet.inputCount',
    to: 'let i = packet.inputCount > 8 ? 1 : 0; i < packet.inputCount',
  },
  { name: 'a run is decoded one too short', file: 'wire/input-packet.ts', from: 'runs ? (byte >> 4) + 1', to: 'runs ? byte >> 4' },
  { name: 'a run may be longer than its four bits', file: 'wire/input-packet.ts', from: 'const MAX_RUN = 16;', to: 'const MAX_RUN = 17;' },
  {
    name: 'a packet of an older epoch is taken',
    file: SESSION,
    from: 'input.epoch === this.epochNumber;',
    to: 'input.epoch <= this.epochNumber;',
  },
  // Confirming.
  {
    name: 'the published checksum is of a state that is not confirmed',
    file: TIMELINE,
    from: 'packet.checksum = checksumWords(this.confirmed, 0, this.confirmed.length);',
    to: 'packet.checksum = this.game.checksumAt(this.game.tick);',
  },
  {
    name: 'a follower confirms whatever the checksum says',
    file: 'session/tick-loop.ts',
    from: 'if (game.checksumAt(tick) === checksum) {',
    to: 'if (game.holds(tick)) {',
  },
  {
    name: 'a follower confirms more than its leader',
    file: 'session/tick-loop.ts',
    from: 'this.#confirmTo(tick)',
    to: 'this.#confirmTo(Number.POSITIVE_INFINITY)',
  },
  { name: 'what was published before a new epoch still counts', file: EXCHANGE, from: '    this.published.reset();\n', to: '' },
  // Resuming.
  {
    name: 'a resume packet may change what its receiver pressed',
    file: TIMELINE,
    from: "!== this.#sentInput(tick)) return 'own-inputs-differ';",
    to: '!== this.#sentInput(tick)) continue;',
  },
  {
    name: 'repairs are counted for the whole match',
    file: 'session/resync-limit.ts',
    from: '    if (this.#checkpoint !== checkpoint) this.#sinceThen = 0;\n',
    to: '',
  },
  {
    name: 'the log starts from a checkpoint that the other side may not have',
    file: TRAIL,
    from: 'if (commits && !this.#isAwaited(this.#log.end()))',
    to: 'if (newest.number > this.#log.checkpoint)',
  },
  {
    name: 'checkpoints that play went back behind are kept',
    file: 'history/confirmed-history.ts',
    from: '    this.#trail.list = this.checkpoints.filter(({ number }) => number <= snapshot.checkpoint);\n',
    to: '',
  },
  {
    name: 'a checkpoint has the tick before its own',
    file: 'history/confirmed-log.ts',
    from: 'tick: this.baseTick + i + 1, words',
    to: 'tick: this.baseTick + i, words',
  },
  {
    name: 'a restored engine starts one tick early',
    file: TIMELINE,
    from: 'this.game.restore(this.confirmedTick, this.confirmed);',
    to: 'this.game.restore(this.confirmedTick - 1, this.confirmed);',
  },
  // Disks.
  {
    name: '"ready" is said before the write has ended',
    file: TIMELINE,
    from: 'this.storedCheckpoint >= this.#match',
    to: 'this.newestCheckpoint >= this.#match',
  },
  {
    name: 'a checkpoint counts as stored once it is written',
    file: JOURNAL,
    from: 'if (this.durable?.checkpoints.includes(checkpoint)) return',
    to: 'return',
  },
  {
    name: 'a stored checkpoint that play went back behind still counts',
    file: JOURNAL,
    from: 'of this.written?.checkpoints ?? []',
    to: 'of this.durable?.checkpoints ?? []',
    also: [{ file: TIMELINE, from: 'Math.min(this.#durableCheckpoint(), this.newestCheckpoint)', to: 'this.#durableCheckpoint()' }],
  },
  {
    name: 'a heartbeat names a checkpoint that is not stored',
    file: SESSION,
    from: 'checkpoint: this.timeline.storedCheckpoint }',
    to: 'checkpoint: this.timeline.newestCheckpoint }',
  },
  // Outages and epochs.
  {
    name: 'a new epoch has the old number',
    file: SESSION,
    from: 'const epoch = this.epochNumber + 1;',
    to: 'const epoch = this.epochNumber;',
  },
  {
    name: 'the rally goes on after a long outage',
    file: SESSION,
    from: 'outageMs <= GO_ON_LIMIT_MS ?',
    to: 'outageMs <= 2 * GO_ON_LIMIT_MS ?',
  },
  {
    name: 'an outage is measured on one side only',
    file: PRESENCE,
    from: 'Math.max(this.#outage.lengthMs, this.#outageMs)',
    to: 'this.#outage.lengthMs',
  },
  {
    name: 'play goes back to a checkpoint that only the leader has',
    file: SESSION,
    from: 'Math.min(storedCheckpoint, this.#liveness.checkpoint)',
    to: 'storedCheckpoint',
  },
  {
    name: 'one side does not wait to get ready',
    file: SESSION,
    from: 'Math.max(0, packet.waitMs - this.#play.exchange.quality.rttMs / 2)',
    to: '0',
  },
  {
    name: 'play begins before the other side was heard',
    file: SESSION,
    from: '&& hears && this.#liveness.firstHeardMs !== undefined)',
    to: '&& hears)',
  },
  { name: 'acknowledgements outlive their epoch', file: EXCHANGE, from: '    this.#ackedEnd = confirmedTick;\n', to: '' },
  {
    name: 'the match plays on while it is suspended',
    file: SESSION,
    from: "if (this.phase === 'playing') {\n      const sends",
    to: "if (this.phase === 'suspended' && this.leads) this.#play.start(nowMs - 100);\n    if (this.phase !== 'getReady') {\n      const sends",
  },
  {
    name: 'a heartbeat hides that its sender is suspended',
    file: SESSION,
    from: "suspended: this.phase === 'suspended',",
    to: 'suspended: false,',
  },
  // Coming back.
  {
    name: 'an epoch is used before it is on the disk',
    file: SESSION,
    from: 'this.#outbox.journal.durableEpoch === this.epochNumber',
    to: 'true',
  },
  {
    name: 'a resume packet leaves before its epoch is on the disk',
    file: SESSION,
    from: 'if (!this.#isEpochDurable || !this.#handshake.over) return;',
    to: 'if (!this.#handshake.over) return;',
  },
  {
    name: 'what waits for the disk is told in the wrong order',
    file: JOURNAL,
    from: 'this.#pending.shift()',
    to: 'this.#pending.pop()',
  },
  {
    name: 'a checkpoint is struck too far',
    file: SESSION,
    from: '? snapshot.checkpoint : KEEPS_ALL',
    to: '? Math.max(0, snapshot.checkpoint - 1) : KEEPS_ALL',
  },
  { name: 'no checkpoint is ever struck', file: SESSION, from: '? snapshot.checkpoint : KEEPS_ALL', to: '? KEEPS_ALL : KEEPS_ALL' },
  {
    name: 'a rally is noted as committed when only one side holds it',
    file: SESSION,
    from: 'const { committedCheckpoint: number } = this.timeline;',
    to: 'const { newestCheckpoint: number } = this.timeline;',
  },
  {
    name: 'a torn tail of the log is taken',
    file: 'wire/log-record.ts',
    from: 'true)) break;\n    records',
    to: 'true)) at += 0;\n    records',
  },
  {
    name: 'chains are not compared',
    file: REJOIN,
    from: '(number === theirs.checkpoint && equalBytes(shortChain(chain), theirs.chain))',
    to: 'number === theirs.checkpoint',
  },
  {
    name: 'who comes back to another match is let in',
    file: 'session/handshake.ts',
    from: 'if (equalBytes(theirs.token, token)) return true;',
    to: 'if (theirs.token.length === token.length) return true;',
  },
  {
    name: 'the resume secret is not kept',
    file: SESSION,
    from: 'const { resumeSecret: secret } = this.#options;',
    to: 'const secret = this.#options.resumeSecret.map((byte) => byte * this.localId);',
  },
  {
    name: 'play is taken up from the newer checkpoint, not from the common one',
    file: REJOIN,
    from: "return { from: 'checkpoint', checkpoint: both.number };",
    to: "return { from: 'checkpoint', checkpoint: own[0]?.number ?? 0 };",
  },
  {
    name: 'play is taken up one checkpoint before the common one',
    file: TIMELINE,
    from: 'number <= bothHold)',
    to: 'number < Math.max(1, bothHold))',
  },
  {
    name: 'a rally counts twice after coming back',
    file: 'pong/pong.ts',
    from: 'if (words[Word.phase] === Phase.point) commitRally(words);',
    to: 'if (words[Word.phase] === Phase.point) {\n    commitRally(words);\n    words[Word.score0] = (words[Word.score0] ?? 0) + (words[Word.winner] === 0 ? 1 : 0);\n  }',
  },
  {
    name: 'a side that was restarted says that it still holds the rally',
    file: TIMELINE,
    from: 'this.#live = saved === undefined;',
    to: 'this.#live = true;',
  },
  {
    name: 'a side that was restarted begins with the first epoch again',
    file: SESSION,
    from: 'this.epochNumber = saved.epoch;',
    to: 'this.epochNumber = FIRST_EPOCH;',
  },
  {
    name: 'tick numbers go back',
    file: TIMELINE,
    from: 'Math.max(this.confirmedTick, remoteTick));',
    to: 'this.confirmedTick + 0 * remoteTick);',
  },
  // Results.
  {
    name: 'a result is told before it is on the disk',
    file: 'record/result-agreement.ts',
    from: '    this.#isDurable = false;\n',
    to: '    this.#isDurable = false;\n    this.#tell(result);\n',
  },
  {
    name: 'a lost result is not told again',
    file: SESSION,
    from: '    this.#results.resend();\n    if (this.#handshake.over',
    to: '    if (this.#handshake.over',
  },
  {
    name: 'the result of one match stands for the next one',
    file: 'record/result-agreement.ts',
    from: 'if (played && winner === undefined) {',
    to: 'if (played && winner === -1) {',
  },
  // Tables.
  {
    name: 'a consent is told before it is on the disk',
    file: 'table/election.ts',
    from: '    this.#consentedMs = nowMs;\n',
    to: '    this.#consentedMs = nowMs;\n    this.promised = term;\n',
    peers: 3,
  },
  {
    name: 'two leaders of one term never give way',
    file: 'table/election.ts',
    from: 'return vote.term > number || vote.leaderId !== this.#localId;',
    to: 'return vote.term > number;',
    peers: 4,
  },
  // Bugs that were there once.
  {
    name: 'packets that waited for a machine that was asleep count as round trips',
    file: 'session/quality.ts',
    from: ' || sentMs < this.#newestWakeMs(nowMs)',
    to: '',
  },
  {
    name: 'a checkpoint is taken from memory, damaged or not',
    file: TRAIL,
    from: 'if (this.#match.checkpointNumber(confirmed) > newest.number) return this.#reach(newest);',
    to: 'const number = this.#match.checkpointNumber(confirmed);\n    if (number > newest.number) {\n      this.list = [{ number, tick: this.#log.endTick, words: confirmed.slice(), chain: nextChain(newest.chain, number, confirmed) }, newest];\n      return this.list[0];\n    }',
  },
  {
    name: 'a machine that was asleep counts the grace time from when it woke',
    file: 'session/liveness.ts',
    from: 'if (!this.#measure(nowMs)) return this.#heardMs;\n    return nowMs - this.#silentToMs <= SILENCE_MS ? this.#silentFromMs : nowMs;',
    to: 'return nowMs;',
  },
  {
    name: 'a moment of play on one side ends the wait of both',
    file: PRESENCE,
    from: 'const ONE_SIDED_MS = 5000;',
    to: 'const ONE_SIDED_MS = 0;',
  },
  {
    name: 'a chat line that comes again is shown again',
    file: 'session/chat.ts',
    from: 'const isKnown = known.includes(key);',
    to: 'const isKnown = known.includes(key) && known.length < 0;',
  },
  // What an SCTP association carries.
  {
    name: 'packets wait behind older ones',
    file: 'session/send-rate.ts',
    from: 'if (queuedBytes > 0) {',
    to: 'if (queuedBytes > 1024) {',
    wire: 'sctp',
  },
  {
    name: 'every tick has a packet, whatever the connection carries',
    file: 'session/send-rate.ts',
    from: 'this.intervalTicks = Math.min(',
    to: 'this.intervalTicks = Math.min(1, ',
    wire: 'sctp',
  },
  {
    name: 'a resume is told once, and waits for the reliable channel',
    file: 'lab/sctp/sctp-wire.ts',
    from: 'const stream = reliable ? RELIABLE : FAST;',
    to: 'const stream = reliable || ((bytes[0] ?? 0) & 0xe0) === 0x60 ? RELIABLE : FAST;',
    also: [
      {
        file: 'lab/sctp/sctp-wire.ts',
        from: 'take(message.stream === RELIABLE, message.bytes);',
        to: 'take(message.stream === RELIABLE && ((message.bytes[0] ?? 0) & 0xe0) !== 0x60, message.bytes);',
      },
      {
        file: 'session/transport.ts',
        from: 'this.sendPacket(this.#written().slice());',
        to: 'this.sendPacket(this.#written().slice());\n      this.resume.epoch = 0;',
      },
    ],
    wire: 'sctp',
  },
  // Clocks.
  {
    name: 'pacing goes the wrong way',
    file: 'session/pacing.ts',
    from: 'Math.min(slowest, advantage * GAIN)',
    to: 'Math.min(slowest, -advantage * GAIN)',
  },
  {
    name: 'pacing takes the whole round trip off',
    file: EXCHANGE,
    from: 'packet.inputsEnd - rttTicks / 2,',
    to: 'packet.inputsEnd - rttTicks,',
  },
  {
    name: 'the Lamport clock does not rise past what is read',
    file: 'session/chat.ts',
    from: 'this.lamport = Math.max(this.lamport, Math.min(lamport, LAMPORT_LIMIT - 1));',
    to: 'void lamport;',
  },
  {
    name: 'a restarted side stamps messages with times that are used',
    file: 'session/chat.ts',
    from: 'lamport + RESTART_JUMP',
    to: 'lamport + 0 * RESTART_JUMP',
  },
  // Words and endings.
  {
    name: 'a chat message appears twice',
    file: 'session/outbox.ts',
    from: "this.effects.push({ type: 'chat', message });",
    to: "this.effects.push({ type: 'chat', message }, { type: 'chat', message });",
  },
  {
    name: 'who leaves does not say so',
    file: SESSION,
    from: '        this.#transport.send({ kind: ControlKind.bye, reason: ByeReason.left });\n',
    to: '',
  },
  {
    name: 'versions are not compared',
    file: 'session/handshake.ts',
    from: "    differs('protocol', PROTOCOL_VERSION, hello.protocolVersion) ??\n",
    to: '',
  },
];
