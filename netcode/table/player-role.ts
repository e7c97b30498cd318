import type { Chat } from '../session/chat.ts';
import type { SessionEffect, SessionEvent } from '../session/events.ts';
import type { Session } from '../session/session.ts';
import { ByeReason, ControlKind, encodeControl } from '../wire/control.ts';
import { RecordKind } from '../wire/match-record.ts';
import type { TableOutbox } from './outbox.ts';
import type { Holding, Role } from './role.ts';

/** A player's place: the session with the other player, and what spectators are told of it. */
export class PlayerRole<State> implements Role {
  readonly holding: Holding;
  byeReason: number = ByeReason.left;
  readonly #session: Session<State>;
  readonly #port: TableOutbox;

  constructor(session: Session<State>, port: TableOutbox) {
    this.#session = session;
    this.#port = port;
    this.holding = {
      get epoch() {
        // Nothing of an epoch leaves before it is on the disk, and a player who was restarted does not hold the open rally.
        const { epochNumber, shown } = session;
        return shown.live && port.saved?.epoch === epochNumber ? epochNumber : 0;
      },
      leaderId: session.leaderId,
      get confirmedTick() {
        return session.confirmedTick;
      },
      get confirmed() {
        return session.confirmed;
      },
      byteAt: (tick) => session.shown.byteAt(tick),
      copy: () => session.shown.copy(undefined, 0, 0),
    };
  }

  get chat(): Chat {
    return this.#session.chat;
  }

  get token(): Uint8Array {
    return this.#session.token;
  }

  get speaks(): boolean {
    return this.#session.speaks;
  }

  get over(): boolean {
    return this.#session.phase === 'ended';
  }

  step(nowMs: number, event: SessionEvent): void {
    for (const effect of this.#session.step(nowMs, event)) this.#relay(effect);
  }

  greeted(id: number): void {
    this.#tellResult([id]);
  }

  /** Nothing that a spectator says has a part in play. */
  receive(): void {
    return;
  }

  stream(): void {
    return;
  }

  #relay(effect: SessionEffect): void {
    const { remoteId } = this.#session;
    switch (effect.type) {
      case 'sendFast':
        this.#port.fast(remoteId, effect.bytes);
        break;
      case 'sendReliable':
        this.#port.reliable(remoteId, effect.bytes);
        break;
      case 'record':
        this.#port.write(effect.record, (nowMs) => {
          this.step(nowMs, { type: 'recordStored' });
          if (effect.record[0] === RecordKind.result) this.#tellResult([...this.#port.audience]);
        });
        break;
      case 'ended':
        if (effect.reason === 'dispute' || effect.reason === 'version') this.byeReason = ByeReason.disagreement;
        this.#port.effects.push(effect);
        break;
      default:
        this.#port.effects.push(effect);
        break;
    }
  }

  #tellResult(ids: readonly number[]): void {
    const result = this.#port.saved?.result;
    if (result === undefined) return;
    const bytes = encodeControl({ kind: ControlKind.result, ...result });
    for (const id of ids) this.#port.reliable(id, bytes);
  }
}
