import { HostHandshake, type HostStep, type JoinCode, makeJoinCode, topicOf, writtenForms } from 'paddlewire-netcode/rendezvous';
import { FIRST_SPECTATOR, HOST_ID, LAST_SPECTATOR } from 'paddlewire-netcode/table';
import { stageLimitMs } from '../../electron/contract/limits.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { decodeSignals } from '../webrtc/signal.ts';
import type { ConnectionAttempt } from './connection-attempt.ts';
import { NameplateCheck } from './nameplate-check.ts';
import { randomBytes } from './random-bytes.ts';
import type { OpenRendezvous } from './rendezvous-client.ts';

/** How often a host looks whether its code has expired, in ms. */
const EXPIRY_CHECK_MS = 1_000;
/** Nameplates that are tried before one is taken in any case: even with a thousand games open, three in a row are taken once in a billion times. */
const MAX_DRAWS = 3;

/** Whom a listener admits, and what becomes of them. */
export interface AdmissionPolicy {
  /** Under which two peers meet again; without it a code is drawn, and another one when it dies. */
  readonly code?: JoinCode | undefined;
  /** Whether an id belongs to a spectator who has been connected; left out where one peer is admitted, to play. */
  readonly isTaken?: (id: number) => boolean;
  /** The connection in the making for a peer that has proved to know the code. */
  readonly admit: () => ConnectionAttempt;
  /** Another code counts now: the one before was guessed at too often, or has expired. */
  readonly renewed: () => void;
  /** The rendezvous is lost. */
  readonly lost: () => void;
}

/** A host's end of the rendezvous: listens under a code, and admits peers that prove to know it. */
export class InviteListener {
  readonly #policy: AdmissionPolicy;
  #handshake: HostHandshake;
  /** Those of codes that have just died. */
  readonly #dying = new Set<HostHandshake>();
  /** Connections in the making, by the id of the peer. */
  readonly #attempts = new Map<number, ConnectionAttempt>();
  #entered: OpenRendezvous | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #ended = false;

  constructor(policy: AdmissionPolicy) {
    this.#policy = policy;
    this.#handshake = this.#newHandshake();
  }

  /** The code that counts at the moment. */
  get code(): JoinCode {
    return this.#handshake.code;
  }

  /** Listens from now on. Returns whether it does: not when it was closed, or the rendezvous lost, meanwhile. */
  async open(entered: OpenRendezvous): Promise<boolean> {
    this.#entered = entered;
    if (this.#ended) entered.leave();
    if (this.#closed || !(await this.#listen(entered))) return false;
    this.#timer = setInterval(() => this.#carryOut(this.#handshake, this.#handshake.poll(performance.now())), EXPIRY_CHECK_MS);
    return true;
  }

  /**
   * Admits no peer any longer. As long as the rendezvous is open, a peer that knocks is still told why; one that is about to prove to know the code
   * is told now.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const handshake of [this.#handshake, ...this.#dying]) this.#carryOut(handshake, handshake.close());
    clearInterval(this.#timer);
  }

  /** Closes, cancels the connections in the making and leaves the rendezvous. */
  end(): void {
    this.close();
    this.#ended = true;
    for (const attempt of [...this.#attempts.values()]) attempt.cancel();
    this.#entered?.leave();
  }

  /** Listens under a nameplate that nobody else has. */
  async #listen(entered: OpenRendezvous): Promise<boolean> {
    try {
      for (let draw = 1; ; draw++) {
        const handshake = this.#handshake;
        const topic = topicOf(handshake.code.nameplate, 'host');
        const check = new NameplateCheck(handshake.code.nameplate);
        await entered.subscribe(topic, (payload) => {
          if (!check.isOwn(payload)) this.#receive(handshake, payload);
        });
        if (this.#closed) return false;
        // A code that two peers alone share is nobody else's.
        const taken = this.#policy.code === undefined && (await check.isTaken(entered));
        if (!taken || draw >= MAX_DRAWS || this.#closed) return !this.#closed;
        await entered.unsubscribe(topic);
        this.#handshake = this.#newHandshake();
      }
    } catch (error) {
      diagnostics.note('connect', 'an invite listener was not opened', error);
      this.#policy.lost();
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
          this.#admit(step.id, step.resumeSecret);
          break;
        case 'signal':
          for (const signal of decodeSignals(step.plain)) this.#attempts.get(step.id)?.take(signal);
          break;
        case 'ended':
          void this.#renew();
          break;
      }
    }
  }

  #admit(id: number, resumeSecret: Uint8Array): void {
    const attempt = this.#policy.admit();
    this.#attempts.set(id, attempt);
    void attempt.result.then(() => this.#attempts.delete(id));
    attempt.connect(
      { localId: HOST_ID, remoteId: id, resumeSecret },
      (plain) => this.#send(id, plain),
      (plain) => this.#keepFarewell(id, plain),
    );
  }

  /** Sends signals to a peer that was admitted, sealed. */
  #send(id: number, plain: Uint8Array): void {
    const sealed = this.#seal(id, plain);
    if (sealed !== undefined) this.#carryOut(sealed.handshake, [sealed.step]);
  }

  #keepFarewell(id: number, plain: Uint8Array): void {
    const sealed = this.#seal(id, plain);
    if (sealed?.step.type !== 'send') return;
    this.#entered?.keepFarewell(topicOf(sealed.handshake.code.nameplate, sealed.step.to), sealed.step.bytes);
  }

  #seal(id: number, plain: Uint8Array): { readonly handshake: HostHandshake; readonly step: HostStep } | undefined {
    for (const handshake of [this.#handshake, ...this.#dying]) {
      const step = handshake.wrap(plain, id);
      if (step !== undefined) return { handshake, step };
    }
    return undefined;
  }

  #freeSpectatorId(isTaken: (id: number) => boolean): number | undefined {
    for (let id = FIRST_SPECTATOR; id <= LAST_SPECTATOR; id++) if (!isTaken(id) && !this.#attempts.has(id)) return id;
    return undefined;
  }

  #publish({ code }: HostHandshake, to: string, bytes: Uint8Array): void {
    this.#entered?.publish(topicOf(code.nameplate, to), bytes).catch((error: unknown) => this.#lose(error));
  }

  #lose(error: unknown): void {
    diagnostics.note('connect', 'an invite listener has lost the rendezvous', error);
    this.#policy.lost();
  }

  /** The old code is dead: listens under a new one. */
  async #renew(): Promise<void> {
    const entered = this.#entered;
    if (entered === undefined) return;
    const old = this.#handshake;
    this.#handshake = this.#newHandshake();
    this.#dying.add(old);
    // A peer that is connecting when the code dies may finish that.
    setTimeout(() => {
      this.#dying.delete(old);
      if (!this.#closed) entered.unsubscribe(topicOf(old.code.nameplate, 'host')).catch((error: unknown) => this.#lose(error));
    }, stageLimitMs);
    if (await this.#listen(entered)) this.#policy.renewed();
  }

  #newHandshake(): HostHandshake {
    const { code = makeJoinCode(randomBytes(8)), isTaken } = this.#policy;
    diagnostics.hide(writtenForms(code));
    return new HostHandshake(code, randomBytes, performance.now(), isTaken && (() => this.#freeSpectatorId(isTaken)));
  }
}
