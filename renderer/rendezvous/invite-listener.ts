import { HostHandshake, type HostStep } from '../../netcode/rendezvous/host-handshake.ts';
import { type JoinCode, makeJoinCode, writtenForms } from '../../netcode/rendezvous/join-code.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { decodeSignals, type Signal } from '../webrtc/signal.ts';
import { NameplateCheck } from './nameplate-check.ts';
import { randomBytes } from './random-bytes.ts';
import type { OpenRendezvous } from './rendezvous-client.ts';

/** How often a host looks whether its code has expired, in ms. */
const EXPIRY_CHECK_MS = 1_000;
/** Who is in the middle of connecting when the code dies may finish that, in ms: no connection takes longer. */
const ON_THE_WAY_MS = 15_000;
/** Nameplates that are tried before one is taken in any case: even with a thousand games open, three in a row are taken once in a billion times. */
const MAX_DRAWS = 3;

/** What happens at a door. */
export interface DoorHandlers {
  /** Somebody has proved to know the code, and has this peer id. */
  accepted(id: number, resumeSecret: Uint8Array): void;
  signal(id: number, signal: Signal): void;
  /** Another code counts now: the one before was guessed at too often, or has expired. */
  renewed(): void;
  /** The rendezvous is lost. */
  lost(): void;
}

/** How a door differs from one that lets in the other player. */
export interface DoorOptions {
  /** Under which two peers meet again; without it a code is drawn, and another one when it dies. */
  readonly code?: JoinCode | undefined;
  /** The peer id that the next one gets, undefined when there is no place; without it, one is let in to play. */
  readonly freeId?: () => number | undefined;
}

/** A host's end of the rendezvous: listens under a code, and lets in whoever proves to know it. */
export class InviteListener {
  readonly #handlers: DoorHandlers;
  readonly #fixedCode: JoinCode | undefined;
  readonly #freeId: (() => number | undefined) | undefined;
  #handshake: HostHandshake;
  /** Those of codes that have just died. */
  readonly #dying = new Set<HostHandshake>();
  #meeting: OpenRendezvous | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  constructor(handlers: DoorHandlers, { code, freeId }: DoorOptions) {
    this.#handlers = handlers;
    this.#fixedCode = code;
    this.#freeId = freeId;
    this.#handshake = this.#newHandshake();
  }

  /** The code that counts at the moment. */
  get code(): JoinCode {
    return this.#handshake.code;
  }

  /** Listens from now on. Answers whether it does: not when it was closed, or the rendezvous lost, meanwhile. */
  async open(meeting: OpenRendezvous): Promise<boolean> {
    this.#meeting = meeting;
    if (!(await this.#listen(meeting))) return false;
    this.#timer = setInterval(() => this.#carryOut(this.#handshake, this.#handshake.poll(performance.now())), EXPIRY_CHECK_MS);
    return true;
  }

  /** Sends signals to somebody who was let in, sealed. */
  send(id: number, plain: Uint8Array): void {
    for (const handshake of [this.#handshake, ...this.#dying]) {
      const wrapped = handshake.wrap(plain, id);
      if (wrapped === undefined) continue;
      this.#carryOut(handshake, [wrapped]);
      return;
    }
  }

  /** Lets nobody in any more. As long as the rendezvous is open, whoever knocks is still told why; who is about to prove to know the code is told now. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const handshake of [this.#handshake, ...this.#dying]) this.#carryOut(handshake, handshake.close());
    clearInterval(this.#timer);
  }

  /** Listens under a nameplate that nobody else has. */
  async #listen(meeting: OpenRendezvous): Promise<boolean> {
    try {
      for (let draw = 1; ; draw++) {
        const handshake = this.#handshake;
        const topic = topicOf(handshake);
        const check = new NameplateCheck(handshake.code.nameplate);
        await meeting.subscribe(topic, (payload) => {
          if (!check.isOwn(payload)) this.#receive(handshake, payload);
        });
        if (this.#closed) return false;
        // A code that two peers alone share is nobody else's.
        const taken = this.#fixedCode === undefined && (await check.isTaken(meeting));
        if (!taken || draw >= MAX_DRAWS || this.#closed) return !this.#closed;
        await meeting.unsubscribe(topic);
        this.#handshake = this.#newHandshake();
      }
    } catch (error) {
      diagnostics.note('connect', 'a door was not opened', error);
      this.#handlers.lost();
      return false;
    }
  }

  #receive(handshake: HostHandshake, payload: Uint8Array): void {
    if (handshake !== this.#handshake && !this.#dying.has(handshake)) return;
    const steps = handshake.receive(performance.now(), payload);
    this.#carryOut(handshake, this.#closed ? steps.filter(({ type }) => type === 'send') : steps);
  }

  #carryOut(handshake: HostHandshake, steps: readonly HostStep[]): void {
    for (const step of steps) {
      switch (step.type) {
        case 'send':
          this.#publish(handshake, step.to, step.bytes);
          break;
        case 'accepted':
          this.#handlers.accepted(step.id, step.resumeSecret);
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.#handlers.signal(step.id, signal);
          break;
        case 'ended':
          void this.#renew();
          break;
      }
    }
  }

  #publish({ code }: HostHandshake, to: string, bytes: Uint8Array): void {
    this.#meeting?.publish(`paddlewire/1/${code.nameplate}/${to}`, bytes).catch((error: unknown) => this.#lose(error));
  }

  #lose(error: unknown): void {
    diagnostics.note('connect', 'a door has lost its meeting point', error);
    this.#handlers.lost();
  }

  /** The old code is dead: listens under a new one. */
  async #renew(): Promise<void> {
    const meeting = this.#meeting;
    if (meeting === undefined) return;
    const old = this.#handshake;
    this.#handshake = this.#newHandshake();
    this.#dying.add(old);
    setTimeout(() => {
      this.#dying.delete(old);
      if (!this.#closed) meeting.unsubscribe(topicOf(old)).catch((error: unknown) => this.#lose(error));
    }, ON_THE_WAY_MS);
    if (await this.#listen(meeting)) this.#handlers.renewed();
  }

  #newHandshake(): HostHandshake {
    const code = this.#fixedCode ?? makeJoinCode(randomBytes(8));
    diagnostics.hide(writtenForms(code));
    return new HostHandshake(code, randomBytes, performance.now(), this.#freeId);
  }
}

function topicOf({ code }: HostHandshake): string {
  return `paddlewire/1/${code.nameplate}/host`;
}
