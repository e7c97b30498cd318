import { type JoinCode, JoinerHandshake, type JoinerStep, topicOf, writtenForms } from 'paddlewire-netcode/rendezvous';
import { HOST_ID } from 'paddlewire-netcode/table';
import { stageLimitMs } from '../../electron/contract/limits.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { IceSettings } from '../webrtc/ice-config.ts';
import type { Attempt } from '../webrtc/link.ts';
import { decodeSignals } from '../webrtc/signal.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import { randomBytes } from './random-bytes.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** How long a host has to answer the first knock, in ms: on one machine it takes 10, across the world below 1,000, on a busy machine some thousands. */
const ANSWER_LIMIT_MS = 5_000;
/** How often what was not answered is repeated, in ms: a broker that dies loses what it was last given. */
const REPEAT_MS = 1_000;

/**
 * Joins the game that a code names, to play or to watch: the host says which.
 * @param opens whether to open a rendezvous on this machine when there is none, for a host that is still to come
 */
export function joinGame(rendezvous: RendezvousClient, code: JoinCode, settings: IceSettings, opens = false): Attempt {
  const attempt = new ConnectionAttempt(true, settings, { tellsCancel: true });
  diagnostics.hide(writtenForms(code));
  // Asked for first: the desktop connects while this page computes.
  const entering = attempt.enter(rendezvous, opens);
  const handshake = new JoinerHandshake(code, randomBytes);
  let entered: OpenRendezvous | undefined;
  let limit: ReturnType<typeof setTimeout> | undefined;
  let repeating: ReturnType<typeof setInterval> | undefined;

  function lose(error: unknown): void {
    diagnostics.note('connect', 'a joiner has lost the rendezvous', error);
    attempt.lose();
  }

  function publish(bytes: Uint8Array): void {
    entered?.publish(topicOf(code.nameplate, 'host'), bytes).catch(lose);
  }

  function rest(): void {
    clearTimeout(limit);
    clearInterval(repeating);
  }

  /** Repeats a message of the handshake until something else is to be said, or the limit has passed. */
  function say(bytes: Uint8Array, limitMs: number, error: 'no-such-game' | 'host-silent'): void {
    rest();
    limit = setTimeout(() => attempt.finish(error), limitMs);
    repeating = setInterval(() => publish(bytes), REPEAT_MS);
    publish(bytes);
  }

  function carryOut(step: JoinerStep): void {
    switch (step.type) {
      case 'send':
        say(step.bytes, stageLimitMs, 'host-silent');
        break;
      case 'accepted':
        rest();
        attempt.connect(
          { localId: step.id, remoteId: HOST_ID, resumeSecret: step.resumeSecret },
          (plain) => {
            const sealed = handshake.wrap(plain);
            if (sealed !== undefined) publish(sealed);
          },
          (plain) => {
            const sealed = handshake.wrap(plain);
            if (sealed !== undefined) entered?.keepFarewell(topicOf(code.nameplate, 'host'), sealed);
          },
        );
        break;
      case 'signal':
        for (const signal of decodeSignals(step.plain)) attempt.take(signal);
        break;
      case 'refused':
        attempt.finish(step.why);
        break;
    }
  }

  async function knock(): Promise<void> {
    entered = await entering;
    try {
      await entered?.subscribe(topicOf(code.nameplate, handshake.id), (payload) => {
        if (!attempt.done) for (const step of handshake.receive(payload)) carryOut(step);
      });
    } catch (error) {
      lose(error);
      return;
    }
    if (attempt.done) return;
    attempt.onStage?.('handshake');
    say(handshake.knock(), ANSWER_LIMIT_MS, 'no-such-game');
  }

  attempt.onEnd(rest);
  void knock();
  return attempt;
}
