import type { ChatMessage } from '../session/events.ts';
import { opposite } from './connection.ts';
import { InvariantViolation } from './invariant-violation.ts';
import type { PeerView } from './peer-view.ts';

/** What both sides' chats show. */
export class ChatChecker {
  /** Since each side's process began. */
  readonly #shown: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  /** Every text that was written under a key. */
  readonly #written = new Map<string, Set<string>>();
  /** Newest stamp of each writer that the other side has shown. */
  readonly #read: [number, number] = [0, 0];
  /** Newest stamp of each writer since its process began. */
  readonly #stamped: [number, number] = [0, 0];
  /** Messages that a process may have taken along when it died. */
  #excused = new Set<string>();

  /**
   * A message appears on a side.
   * @param own true when its player wrote it
   */
  shown(view: PeerView, message: ChatMessage, own: boolean): void {
    const key = `${message.lamport}:${message.from}`;
    const here = this.#shown[view.index];
    if (here.has(key)) throw new InvariantViolation('chat', `${view.name}: message ${key} appeared twice`);
    if (own !== (message.from === view.peer.session.localId))
      throw new InvariantViolation('chat', `${view.name}: message ${key} has the wrong writer`);
    here.add(key);
    const texts = this.#written.get(key) ?? new Set();
    if (own) {
      const before = this.#stamped[view.index];
      if (message.lamport <= before) throw new InvariantViolation('lamport', `${view.name}: stamped ${message.lamport} after ${before}`);
      this.#stamped[view.index] = message.lamport;
      this.#written.set(key, texts.add(message.text));
      return;
    }
    if (!texts.has(message.text)) throw new InvariantViolation('chat', `${view.name}: nobody wrote message ${key} like that`);
    if (view.peer.session.chat.lamport <= message.lamport) {
      throw new InvariantViolation(
        'lamport',
        `${view.name}: Lamport time ${view.peer.session.chat.lamport} after reading ${message.lamport}`,
      );
    }
    this.#read[opposite(view.index)] = message.lamport;
  }

  /** A side's process began anew: it shows nothing of what it showed before, and sends nothing of what it wrote. */
  restarted(view: PeerView): void {
    this.#excused = new Set([...this.#excused, ...this.#shown[0], ...this.#shown[1]]);
    this.#shown[view.index].clear();
    // What nobody else has seen may be stamped once more.
    this.#stamped[view.index] = this.#read[view.index];
  }

  /** Both sides have been in touch for long enough: both must show the same. */
  compare(): void {
    const [left, right] = this.#shown;
    for (const key of [...left, ...right]) {
      if (!this.#excused.has(key) && (!left.has(key) || !right.has(key)))
        throw new InvariantViolation('chat', `message ${key} (time:writer) appeared on one side only`);
    }
  }
}
