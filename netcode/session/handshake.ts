import type { HelloDifference, MatchEnd } from '../record/match-end.ts';
import type { Match } from '../rollback/match.ts';
import { NO_NAME, plainName } from '../text/player-name.ts';
import { equalBytes } from '../wire/bytes.ts';
import { ByeReason, type Control, ControlKind, type Hello, PROTOCOL_VERSION, type Rejoin } from '../wire/control.ts';
import type { InputFormat } from '../wire/input-format.ts';
import { encodeRepeated } from '../wire/repeated-message.ts';
import { HEARTBEAT_MS, HELLO_LIMIT_MS } from './timing.ts';
import type { Transport } from './transport.ts';

/** The first words on a connection, the first one and each that takes its place: who we are, and what we hold of a match that has begun. */
export class Handshake<State> {
  readonly #match: Match<State>;
  readonly #format: InputFormat;
  readonly #transport: Transport;
  /** What the other side calls itself. */
  remoteName = NO_NAME;
  #open = false;
  #openedMs = Number.POSITIVE_INFINITY;
  #agreed = false;
  /** A connection that opened in the middle of a match carries nothing else before both sides have said what they hold of it. */
  #rejoining = false;
  #heardRejoin = false;
  /** What we have said, as packets that repeat it until it is heard. */
  readonly #packets: Uint8Array[] = [];
  #nextPacket = 0;
  #nextPacketMs = 0;

  /** @param format how the game's inputs are written */
  constructor(match: Match<State>, format: InputFormat, transport: Transport) {
    this.#match = match;
    this.#format = format;
    this.#transport = transport;
  }

  /**
   * Speaks on a new connection.
   * @param rejoin what we hold of a match that has begun
   */
  open(nowMs: number, localId: number, name: string, rejoin: Rejoin | undefined): void {
    this.#open = true;
    this.#openedMs = nowMs;
    this.#agreed = false;
    this.#heardRejoin = false;
    this.#rejoining = rejoin !== undefined;
    this.#packets.length = 0;
    this.#nextPacketMs = nowMs + HEARTBEAT_MS;
    this.say(makeHello(this.#match, this.#format, localId, name));
    if (rejoin !== undefined) this.say(rejoin);
  }

  /** Says a hello, a start or a rejoin now, and repeats it until it is heard. */
  say(message: Control): void {
    this.#packets.push(encodeRepeated(this.#transport.send(message)));
  }

  /**
   * Repeats what was said, in turn: on a lossy connection the reliable channel takes seconds, and what the other side does not know of it can't be played.
   * @param heard whether the other side was heard in the present epoch, as it is once it has heard everything
   */
  repeat(nowMs: number, heard: boolean): void {
    if (this.#packets.length === 0) return;
    if (heard && !this.#rejoining) this.#packets.length = 0;
    const packet = this.#packets[this.#nextPacket % this.#packets.length];
    if (packet === undefined || !this.#open || nowMs < this.#nextPacketMs) return;
    this.#nextPacketMs = nowMs + HEARTBEAT_MS;
    this.#nextPacket++;
    this.#transport.sendPacket(packet);
  }

  /** The connection is gone. */
  close(): void {
    this.#open = false;
  }

  /** True while there is a connection on which both may speak of the match. */
  get over(): boolean {
    return this.#open && !this.#rejoining;
  }

  /** True while there is a connection on which the two have not found yet how to go on. */
  get meets(): boolean {
    return this.#open && this.#rejoining;
  }

  /** True once the other side's hello was one that we can play with. */
  get agreed(): boolean {
    return this.#agreed;
  }

  /** True when the other side is connected and does not even say hello. */
  waitsTooLong(nowMs: number): boolean {
    return nowMs - this.#openedMs > HELLO_LIMIT_MS;
  }

  /**
   * Takes the other side's hello.
   * @returns why the two can't play, if they can't; the remote peer is told
   */
  hear(hello: Hello, remoteId: number): MatchEnd | undefined {
    this.remoteName = plainName(hello.name);
    const difference = compareHello(this.#match, this.#format, remoteId, hello);
    if (difference !== undefined) this.#transport.send({ kind: ControlKind.bye, reason: ByeReason.version });
    this.#agreed = difference === undefined;
    return difference && { reason: 'version', from: remoteId, differs: difference };
  }

  /** Whether what the other side holds is to be heard now: once on each connection, also when a resume packet has overtaken it. */
  takesRejoin(): boolean {
    if (!this.#agreed || this.#heardRejoin) return false;
    this.#heardRejoin = true;
    return true;
  }

  /** Takes what the other side holds of the match: whether it speaks of this one. It is told when it does not. */
  speaksOf(theirs: Rejoin, token: Uint8Array): boolean {
    if (equalBytes(theirs.token, token)) return true;
    this.#transport.send({ kind: ControlKind.bye, reason: ByeReason.otherMatch });
    return false;
  }

  /** Both know how to go on. */
  end(): void {
    this.#rejoining = false;
  }
}

/** What we say of ourselves when a connection opens. */
export function makeHello<State>(match: Match<State>, format: InputFormat, peerId: number, name: string): Hello {
  return {
    kind: ControlKind.hello,
    protocolVersion: PROTOCOL_VERSION,
    rules: match.rules,
    ticksPerSecond: match.ticksPerSecond,
    inputBits: format.bits,
    signedInputs: format.signed ? 1 : 0,
    peerId,
    name: plainName(name),
  };
}

/** The first field in which a remote peer's hello differs from what we need it to be; undefined when we can play. */
export function compareHello<State>(match: Match<State>, format: InputFormat, remoteId: number, hello: Hello): HelloDifference | undefined {
  return (
    differs('protocol', PROTOCOL_VERSION, hello.protocolVersion) ??
    differs('rules', match.rules, hello.rules) ??
    differs('ticks-per-second', match.ticksPerSecond, hello.ticksPerSecond) ??
    differs('input-bits', format.bits, hello.inputBits) ??
    differs('signed-inputs', format.signed ? 1 : 0, hello.signedInputs) ??
    differs('peer-id', remoteId, hello.peerId)
  );
}

function differs(field: HelloDifference['field'], ours: number, theirs: number): HelloDifference | undefined {
  return ours === theirs ? undefined : { field, ours, theirs };
}
