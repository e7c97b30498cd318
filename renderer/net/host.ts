import { HostHandshake, type HostStep } from '../../netcode/rendezvous/host-handshake.ts';
import { formatJoinCode, makeJoinCode } from '../../netcode/rendezvous/join-code.ts';
import { Connecting } from './connecting.ts';
import type { IceSettings } from './ice-config.ts';
import type { Attempt } from './link.ts';
import { Announcer } from './lobby.ts';
import type { Meeting, MeetingPoint } from './meeting-point.ts';
import { NameplateCheck } from './nameplate-check.ts';
import { randomBytes } from './random-bytes.ts';
import { decodeSignals } from './signal.ts';
import { SignalBatch } from './signal-batch.ts';

/** How often a host looks whether its code has expired, in ms. */
const EXPIRY_CHECK_MS = 1_000;
/** How long whoever knocks after the second player is told that the game is full, in ms: somebody may still be typing the code. */
const FULL_ANSWERS_MS = 60_000;
/** Nameplates that are tried before one is taken in any case: even with a thousand games open, three in a row are taken once in a billion times. */
const MAX_DRAWS = 3;

/** A game that waits for its second player. */
export interface HostAttempt extends Attempt {
  /** The join code, as `K7QF-3M9X`, that counts at the moment. */
  readonly code: string;
  /** Called with a new code when the old one was guessed at too often or has expired. */
  onCode?: (code: string) => void;
  /** Puts the game on the list of open games under a name, its code in sight of all; undefined takes it off. */
  list(name: string | undefined): void;
}

/** Opens a game and waits for somebody to join it. */
export function hostGame(point: MeetingPoint, settings: IceSettings): HostAttempt {
  return new Hosting(point, settings);
}

class Hosting extends Connecting implements HostAttempt {
  onCode?: (code: string) => void;
  readonly #batch: SignalBatch;
  #handshake = newHandshake();
  #meeting: Meeting | undefined;
  #check: NameplateCheck | undefined;
  #name: string | undefined;
  #announcer: Announcer | undefined;

  constructor(point: MeetingPoint, settings: IceSettings) {
    const batch = new SignalBatch();
    super(false, settings, (signal) => batch.add(signal));
    this.#batch = batch;
    this.onEnd(() => this.#announcer?.stop());
    void this.#open(point);
  }

  get code(): string {
    return formatJoinCode(this.#handshake.code);
  }

  list(name: string | undefined): void {
    this.#name = name;
    this.#announce();
  }

  get #topic(): string {
    return hostTopic(this.#handshake.code.nameplate);
  }

  async #open(point: MeetingPoint): Promise<void> {
    const meeting = await this.enter(point, true);
    if (meeting === undefined) return;
    this.#meeting = meeting;
    if (!(await this.#listen(meeting))) return;
    this.onStage?.('waiting');
    const timer = setInterval(() => this.#carryOut(this.#handshake.poll(performance.now())), EXPIRY_CHECK_MS);
    this.onEnd(() => clearInterval(timer));
    this.#announce();
  }

  /** Listens under a nameplate that nobody else has. Answers whether the attempt goes on. */
  async #listen(meeting: Meeting): Promise<boolean> {
    try {
      for (let draw = 1; ; draw++) {
        const topic = this.#topic;
        const check = new NameplateCheck(this.#handshake.code.nameplate);
        this.#check = check;
        await meeting.subscribe(topic, (payload) => this.#receive(topic, payload));
        if (this.done) return false;
        const taken = await check.isTaken(meeting);
        if (!taken || draw >= MAX_DRAWS || this.done) return !this.done;
        await meeting.unsubscribe(topic);
        this.#handshake = newHandshake();
      }
    } catch {
      this.lose();
      return false;
    }
  }

  #receive(topic: string, payload: Uint8Array): void {
    if (topic !== this.#topic || this.#check?.isOwn(payload) === true) return;
    const steps = this.#handshake.receive(performance.now(), payload);
    // Once connected, whoever knocks is still told why it can't come in.
    this.#carryOut(this.done ? steps.filter(({ type }) => type === 'send') : steps);
  }

  #carryOut(steps: readonly HostStep[]): void {
    for (const step of steps) {
      switch (step.type) {
        case 'send':
          this.#publish(step.to, step.bytes);
          break;
        case 'accepted':
          this.#announcer?.stop();
          void this.connect({ localId: 1, remoteId: 2 });
          this.#batch.start((bytes) => this.#carryOut([this.#handshake.wrap(bytes)].filter((wrapped) => wrapped !== undefined)));
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.peer.signal(signal);
          break;
        case 'ended':
          void this.#renew();
          break;
      }
    }
  }

  #publish(to: string, bytes: Uint8Array): void {
    this.#meeting?.publish(`paddlewire/1/${this.#handshake.code.nameplate}/${to}`, bytes).catch(() => this.lose());
  }

  /** The old code is dead: listens under a new one. */
  async #renew(): Promise<void> {
    const meeting = this.#meeting;
    if (meeting === undefined) return;
    const old = this.#topic;
    this.#handshake = newHandshake();
    meeting.unsubscribe(old).catch(() => this.lose());
    if (await this.#listen(meeting)) this.onCode?.(this.code);
  }

  #announce(): void {
    this.#announcer?.stop();
    const name = this.#name;
    if (name === undefined || this.#meeting === undefined || this.done) return;
    this.#announcer = new Announcer(this.#meeting, () => ({ name, code: this.#handshake.code }));
  }

  protected override leave(meeting: Meeting, connected: boolean): void {
    if (connected) setTimeout(() => meeting.leave(), FULL_ANSWERS_MS);
    else meeting.leave();
  }
}

function newHandshake(): HostHandshake {
  return new HostHandshake(makeJoinCode(randomBytes(8)), randomBytes, performance.now());
}

function hostTopic(nameplate: string): string {
  return `paddlewire/1/${nameplate}/host`;
}
