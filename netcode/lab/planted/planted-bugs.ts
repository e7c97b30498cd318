import type { WireKind } from '../wire.ts';

/** A replacement in the text of a symbol. */
export interface Place {
  /** A function, a constant or a member of a class as `Class.#member`, wherever it stands. */
  readonly symbol: string;
  /** Must be in its text exactly once, however that is laid out. */
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

/** Bugs that the lab must find: if it can't find these, its silence about others says nothing. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  // The engine.
  {
    name: 'a rollback starts one tick late',
    symbol: 'Rollback.#simulateTo',
    from: 'const from = Math.min(this.#firstWrong, this.tick);',
    to: 'const from = Math.min(this.#firstWrong + 1, this.tick);',
  },
  {
    name: 'of two wrong predictions the later one is mended',
    symbol: 'Rollback.#learn',
    from: '!== input && tick < this.#firstWrong)',
    to: '!== input)',
  },
  {
    name: 'a state is kept in the place of the one before',
    symbol: 'Rollback.#simulateTo',
    from: '((tick + 1) & this.#mask)',
    to: '(tick & this.#mask)',
  },
  {
    name: 'a prediction is not the one that is noted',
    symbol: 'Rollback.#simulateTo',
    from: 'this.#slots[tick & this.#mask]',
    to: 'this.#slots[(tick < (this.#known[1] ?? 0) ? tick : tick - 2) & this.#mask]',
  },
  {
    name: 'a restored engine remembers an old wrong prediction',
    symbol: 'Rollback.restore',
    from: 'this.#firstWrong = Number.POSITIVE_INFINITY;',
    to: '',
  },
  {
    name: "a tick is confirmed without the other side's input",
    symbol: 'Rollback.#learn',
    from: 'this.#allKnown = this.#leastKnown()',
    to: 'this.#allKnown = Math.max(...this.#known)',
  },
  {
    name: 'an input that comes twice counts twice',
    symbol: 'Rollback.addRemote',
    from: 'if (tick !== known) return tick < known || this.#gone[player] === true;',
    to: 'if (tick > known) return false;',
  },
  { name: 'the checksum leaves out a word', symbol: 'checksumWords', from: 'i < at + length; i++', to: 'i < at + length - 1; i++' },
  {
    name: 'a point counts twice',
    symbol: 'commitRally',
    from: 'state[score] += 1;',
    to: 'state[score] += 2;',
  },
  // Packets.
  {
    name: 'an acknowledgement is one too high',
    symbol: 'Timeline.fill',
    from: 'packet.ackEnd = this.game.knownTicks(this.seat === 0 ? 1 : 0);',
    to: 'packet.ackEnd = this.game.knownTicks(this.seat === 0 ? 1 : 0) + 1;',
  },
  {
    name: 'inputs are sent one tick late',
    symbol: 'Timeline.fill',
    from: 'this.game.inputAt(this.seat, ackedEnd + i)',
    to: 'this.game.inputAt(this.seat, ackedEnd + i - 1)',
  },
  {
    name: 'only the last three inputs are sent again',
    symbol: 'InputExchange.fill',
    from: 'timeline.fill(packet, this.#ackedEnd, tells);',
    to: 'timeline.fill(packet, Math.max(this.#ackedEnd, timeline.game.knownTicks(timeline.seat) - 3), tells);',
  },
  {
    name: 'the first input of a long packet is lost',
    symbol: 'InputExchange.receive',
    from: 'let i = 0; i < packet.inputCount',
    to: 'let i = packet.inputCount > 8 ? 1 : 0; i < packet.inputCount',
  },
  {
    name: 'a run is decoded one too short',
    symbol: 'readInputs',
    from: 'readBits(reader.bytes, at, RUN_BITS) + 1',
    to: 'readBits(reader.bytes, at, RUN_BITS)',
  },
  { name: 'a run may be longer than its four bits', symbol: 'MAX_RUN', from: 'const MAX_RUN = 16;', to: 'const MAX_RUN = 17;' },
  {
    name: 'a packet of an older epoch is taken',
    symbol: 'Session.#receiveFast',
    from: 'input.epoch === this.epochNumber;',
    to: 'input.epoch <= this.epochNumber;',
  },
  // Confirming.
  {
    name: 'the published checksum is of a state that is not confirmed',
    symbol: 'Timeline.fill',
    from: 'packet.checksum = checksumWords(this.confirmed, 0, this.confirmed.length);',
    to: 'packet.checksum = this.game.checksumAt(this.game.tick);',
  },
  {
    name: 'a follower confirms whatever the checksum says',
    symbol: 'TickLoop.#confirm',
    from: 'if (game.checksumAt(tick) === checksum) {',
    to: 'if (game.holds(tick)) {',
  },
  {
    name: 'a follower confirms more than its leader',
    symbol: 'TickLoop.#confirm',
    from: 'this.#confirmTo(tick)',
    to: 'this.#confirmTo(Number.POSITIVE_INFINITY)',
  },
  { name: 'what was published before a new epoch still counts', symbol: 'InputExchange.reset', from: 'this.published.reset();', to: '' },
  // Resuming.
  {
    name: 'a resume packet may change what its receiver pressed',
    symbol: 'Timeline.follow',
    from: "!== this.#sentInput(tick)) return 'own-inputs-differ';",
    to: '!== this.#sentInput(tick)) continue;',
  },
  {
    name: 'repairs are counted for the whole match',
    symbol: 'ResyncLimit.give',
    from: 'if (this.#checkpoint !== checkpoint) this.#sinceThen = 0;',
    to: '',
  },
  {
    name: 'the log starts from a checkpoint that the other side may not have',
    symbol: 'Checkpoints.look',
    from: 'if (newest.number > this.#log.checkpoint && !this.#isAwaited(words))',
    to: 'if (newest.number > this.#log.checkpoint)',
  },
  {
    name: 'checkpoints that play went back behind are kept',
    symbol: 'ConfirmedHistory.goBack',
    from: 'this.#trail.list = this.checkpoints.filter(({ number }) => number <= checkpoint);',
    to: '',
  },
  {
    name: 'a checkpoint has the tick before its own',
    symbol: 'Checkpoints.look',
    from: 'tick: this.#log.endTick,',
    to: 'tick: this.#log.endTick - 1,',
  },
  {
    name: 'a restored engine starts one tick early',
    symbol: 'Timeline.resume',
    from: 'this.game.restore(this.confirmedTick, this.confirmed);',
    to: 'this.game.restore(this.confirmedTick - 1, this.confirmed);',
  },
  // Disks.
  {
    name: '"ready" is said before the write has ended',
    symbol: 'Timeline.#ready',
    from: 'this.storedCheckpoint >= (this.#match',
    to: 'this.newestCheckpoint >= (this.#match',
  },
  {
    name: 'a checkpoint counts as stored once it is written',
    symbol: 'Journal.durableCheckpoint',
    from: 'if (this.durable?.checkpoints.includes(checkpoint)) return',
    to: 'return',
  },
  {
    name: 'a stored checkpoint that play went back behind still counts',
    symbol: 'withRecord',
    from: 'checkpoints: kept(saved.checkpoints, record.keeps)',
    to: 'checkpoints: saved.checkpoints',
  },
  {
    name: 'a heartbeat names a checkpoint that is not stored',
    symbol: 'Session.#poll',
    from: 'checkpoint: this.timeline.storedCheckpoint }',
    to: 'checkpoint: this.timeline.newestCheckpoint }',
  },
  // Outages and epochs.
  {
    name: 'a new epoch has the old number',
    symbol: 'Session.#takeUp',
    from: 'const epoch = this.epochNumber + 1;',
    to: 'const epoch = this.epochNumber;',
  },
  {
    name: 'the rally goes on after a long outage',
    symbol: 'Session.#leaveSuspension',
    from: 'outageMs <= GO_ON_LIMIT_MS ?',
    to: 'outageMs <= 2 * GO_ON_LIMIT_MS ?',
  },
  {
    name: 'an outage is measured on one side only',
    symbol: 'Liveness.outageMs',
    from: 'Math.max(this.#outage.lengthMs, this.#outageMs)',
    to: 'this.#outage.lengthMs',
  },
  {
    name: 'play goes back to a checkpoint that only the leader has',
    symbol: 'Session.#leaveSuspension',
    from: 'Math.min(storedCheckpoint, this.#liveness.checkpoint)',
    to: 'storedCheckpoint',
  },
  {
    name: 'one side does not wait to get ready',
    symbol: 'Session.#receiveResume',
    from: 'Math.max(0, packet.waitMs - this.#play.exchange.quality.rttMs / 2)',
    to: '0',
  },
  {
    name: 'play begins before the other side was heard',
    symbol: 'Session.#poll',
    from: '&& hears && this.#liveness.firstHeardMs !== undefined)',
    to: '&& hears)',
  },
  { name: 'acknowledgements outlive their epoch', symbol: 'InputExchange.reset', from: 'this.#ackedEnd = confirmedTick;', to: '' },
  {
    name: 'the match plays on while it is suspended',
    symbol: 'Session.#poll',
    from: "if (this.phase === 'playing') {",
    to: "if (this.phase === 'suspended' && this.isAuthority) this.#play.start(nowMs - 100);\n    if (this.phase !== 'getReady') {",
  },
  {
    name: 'a heartbeat hides that its sender is suspended',
    symbol: 'Session.#poll',
    from: "suspended: this.phase === 'suspended',",
    to: 'suspended: false,',
  },
  // Coming back.
  {
    name: 'an epoch is used before it is on the disk',
    symbol: 'Session.#isEpochDurable',
    from: 'this.#outbox.journal.durableEpoch === this.epochNumber',
    to: 'true',
  },
  {
    name: 'a resume packet leaves before its epoch is on the disk',
    symbol: 'Session.#poll',
    from: 'if (!this.#isEpochDurable || !this.#handshake.over) return;',
    to: 'if (!this.#handshake.over) return;',
  },
  {
    name: 'what waits for the disk is told in the wrong order',
    symbol: 'Journal.stored',
    from: 'this.#pending.shift()',
    to: 'this.#pending.pop()',
  },
  {
    name: 'a checkpoint is struck too far',
    symbol: 'Session.#adopt',
    from: '? point.checkpoint : KEEPS_ALL',
    to: '? Math.max(0, point.checkpoint - 1) : KEEPS_ALL',
  },
  {
    name: 'no checkpoint is ever struck',
    symbol: 'Session.#adopt',
    from: '? point.checkpoint : KEEPS_ALL',
    to: '? KEEPS_ALL : KEEPS_ALL',
  },
  {
    name: 'a rally is noted as committed when only one side holds it',
    symbol: 'Session.#lookAtConfirmed',
    from: 'const { committedCheckpoint: number } = this.timeline;',
    to: 'const { newestCheckpoint: number } = this.timeline;',
  },
  {
    name: 'a torn tail of the log is taken',
    symbol: 'readRecords',
    from: 'true)) break;\n    records',
    to: 'true)) at += 0;\n    records',
  },
  {
    name: 'chains are not compared',
    symbol: 'decideTakeUp',
    from: '(number === theirs.checkpoint && equalBytes(shortChain(chain), theirs.chain))',
    to: 'number === theirs.checkpoint',
  },
  {
    name: 'who comes back to another match is let in',
    symbol: 'Handshake.speaksOf',
    from: 'if (equalBytes(theirs.token, token)) return true;',
    to: 'if (theirs.token.length === token.length) return true;',
  },
  {
    name: 'the resume secret is not kept',
    symbol: 'Session.#begin',
    from: 'secret: this.#options.resumeSecret }',
    to: 'secret: this.#options.resumeSecret.map((byte) => byte * this.localId) }',
  },
  {
    name: 'play is taken up from the newer checkpoint, not from the common one',
    symbol: 'decideTakeUp',
    from: "return { from: 'checkpoint', checkpoint: both.number };",
    to: "return { from: 'checkpoint', checkpoint: own[0]?.number ?? 0 };",
  },
  {
    name: 'play is taken up one checkpoint before the common one',
    symbol: 'Timeline.resumePoint',
    from: 'number <= bothHold)',
    to: 'number < Math.max(1, bothHold))',
  },
  {
    name: 'a rally counts twice after coming back',
    symbol: 'commit',
    from: 'if (words[Word.phase] === Phase.point) commitRally(words as PongWords);',
    to: 'if (words[Word.phase] === Phase.point) {\n    commitRally(words as PongWords);\n    words[Word.score0] = (words[Word.score0] ?? 0) + (words[Word.winner] === 0 ? 1 : 0);\n  }',
  },
  {
    name: 'a side that was restarted says that it still holds the rally',
    symbol: 'Timeline.constructor',
    from: 'this.#live = saved === undefined;',
    to: 'this.#live = true;',
  },
  {
    name: 'a side that was restarted begins with the first epoch again',
    symbol: 'Session.constructor',
    from: 'this.epochNumber = saved.epoch;',
    to: 'this.epochNumber = FIRST_EPOCH;',
  },
  {
    name: 'tick numbers go back',
    symbol: 'Timeline.resumePoint',
    from: 'Math.max(this.confirmedTick, remoteTick)',
    to: '(this.confirmedTick + 0 * remoteTick)',
  },
  // Results.
  {
    name: 'a result is told before it is on the disk',
    symbol: 'ResultAgreement.#write',
    from: 'this.#isDurable = false;',
    to: 'this.#isDurable = false;\n    this.#tell(result);',
  },
  {
    name: 'a lost result is not told again',
    symbol: 'Session.#receiveRejoin',
    from: 'this.#results.resend();\n    if (this.#handshake.over',
    to: 'if (this.#handshake.over',
  },
  {
    name: 'the result of one match stands for the next one',
    symbol: 'ResultAgreement.look',
    from: 'if (played && winner === undefined) {',
    to: 'if (played && winner === -1) {',
  },
  // Tables.
  {
    name: 'a consent is told before it is on the disk',
    symbol: 'Election.#consent',
    from: 'this.#consentedMs = nowMs;',
    to: 'this.#consentedMs = nowMs;\n    this.promised = term;',
    peers: 3,
  },
  {
    name: 'two leaders of one term never give way',
    symbol: 'Election.#needsHigher',
    from: 'return vote.term > number || vote.leaderId !== this.#localId;',
    to: 'return vote.term > number;',
    peers: 4,
  },
  {
    name: 'who is gone keeps the others from leading',
    symbol: 'Election.poll',
    from: 'heard.some(([id]) => id < this.#localId)',
    to: '[...this.#voters.keys()].some((id) => id < this.#localId)',
    peers: 3,
  },
  // Bugs that were there once.
  {
    name: 'packets that waited for a machine that was asleep count as round trips',
    symbol: 'Quality.#measure',
    from: '|| sentMs < this.#newestWakeMs(nowMs)',
    to: '',
  },
  {
    name: 'a checkpoint is taken from memory, damaged or not',
    symbol: 'ConfirmedHistory.append',
    from: 'return this.#trail.look(this.log.endWords);',
    to: 'return this.#trail.look(this.words);',
    also: [
      {
        symbol: 'Timeline.confirm',
        from: 'reached = this.#history.append(',
        to: 'this.game.read(tick + 1, this.confirmed);\n      reached = this.#history.append(',
      },
    ],
  },
  {
    name: 'a machine that was asleep counts the grace time from when it woke',
    symbol: 'Outage.silentSinceMs',
    from: 'if (!this.#measure(nowMs)) return this.#heardMs;\n    return nowMs - this.#silentToMs <= SILENCE_MS ? this.#silentFromMs : nowMs;',
    to: 'return nowMs;',
  },
  {
    name: 'a moment of play on one side ends the wait of both',
    symbol: 'ONE_SIDED_MS',
    from: 'const ONE_SIDED_MS = 5000;',
    to: 'const ONE_SIDED_MS = 0;',
  },
  {
    name: 'a chat line that comes again is shown again',
    symbol: 'Chat.hear',
    from: 'const isKnown = known.includes(key);',
    to: 'const isKnown = known.includes(key) && known.length < 0;',
  },
  // What an SCTP association carries.
  {
    name: 'packets wait behind older ones',
    symbol: 'SendRate.allows',
    from: 'if (queuedBytes > 0) {',
    to: 'if (queuedBytes > 1024) {',
    wire: 'sctp',
  },
  {
    name: 'every tick has a packet, whatever the connection carries',
    symbol: 'SendRate.second',
    from: 'this.intervalTicks = Math.min(',
    to: 'this.intervalTicks = Math.min(1, ',
    wire: 'sctp',
  },
  {
    name: 'a resume is told once, and waits for the reliable channel',
    symbol: 'SctpWire.send',
    from: 'const stream = reliable ? RELIABLE : FAST;',
    to: 'const stream = reliable || ((bytes[0] ?? 0) & 0xe0) === 0x60 ? RELIABLE : FAST;',
    also: [
      {
        symbol: 'SctpWire.deliver',
        from: 'take(message.stream === RELIABLE, message.bytes);',
        to: 'take(message.stream === RELIABLE && ((message.bytes[0] ?? 0) & 0xe0) !== 0x60, message.bytes);',
      },
      {
        symbol: 'Transport.beat',
        from: 'this.sendPacket(this.#written().slice());',
        to: 'this.sendPacket(this.#written().slice());\n      this.resume.epoch = 0;',
      },
    ],
    wire: 'sctp',
  },
  // Clocks.
  {
    name: 'pacing goes the wrong way',
    symbol: 'Pacing.stretch',
    from: 'Math.min(slowest, advantage * GAIN)',
    to: 'Math.min(slowest, -advantage * GAIN)',
  },
  {
    name: 'pacing takes the whole round trip off',
    symbol: 'InputExchange.pace',
    from: 'packet.inputsEnd - rttTicks / 2,',
    to: 'packet.inputsEnd - rttTicks,',
  },
  {
    name: 'the Lamport clock does not rise past what is read',
    symbol: 'Chat.catchUp',
    from: 'this.lamport = Math.max(this.lamport, Math.min(lamport, LAMPORT_LIMIT - 1));',
    to: 'void lamport;',
  },
  {
    name: 'a restarted side stamps messages with times that are used',
    symbol: 'Chat.restart',
    from: 'lamport + RESTART_JUMP',
    to: 'lamport + 0 * RESTART_JUMP',
  },
  // Words and endings.
  {
    name: 'a chat message appears twice',
    symbol: 'Outbox.show',
    from: "this.push({ type: 'chat', message });",
    to: "{ this.push({ type: 'chat', message }); this.push({ type: 'chat', message }); }",
  },
  {
    name: 'who leaves does not say so',
    symbol: 'Session.take',
    from: 'this.#transport.send({ kind: ControlKind.bye, reason: ByeReason.left });',
    to: '',
  },
  {
    name: 'versions are not compared',
    symbol: 'compareHello',
    from: "differs('protocol', PROTOCOL_VERSION, hello.protocolVersion) ??",
    to: '',
  },
];
