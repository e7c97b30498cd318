import { Rollback } from 'paddlewire-netcode';
import type { SavedMatch, SessionEvent } from 'paddlewire-netcode/session';
import { Outcome } from 'paddlewire-netcode/session';
import { HOST_ID, OTHER_PLAYER_ID, Table } from 'paddlewire-netcode/table';
import { pong } from '../../netcode/pong/pong.ts';
import { pongMatch } from '../../netcode/pong/pong-match.ts';
import type { Connected } from '../webrtc/link.ts';
import { factsOf, firstStatus } from './match-status.ts';
import type { MatchView } from './match-view.ts';
import { NetworkedMatch, type NetworkedMatchOptions } from './networked-match.ts';
import { matchIdOf } from './saved-games.ts';

/** How often it is looked at who is there while nothing is played, in ms: the seconds of the grace time should not skip. */
const LOOK_MS = 50;

/** A match of two others, seen from the side: everything that is confirmed, played again here. */
export class SpectatorMatch extends NetworkedMatch implements MatchView {
  readonly kind = 'watch';
  readonly seat = undefined;
  /** Where a state starts from does not matter: it is always one that was handed over. */
  readonly game = new Rollback(pong(0));
  epoch = 0;
  readonly #poll = { type: 'poll' } as const;
  /** Since when a player has been missing; −1 while none is. */
  #missingSinceMs = -1;
  #ended = false;
  #observedMs = 0;

  private constructor(localId: number, resumeSecret: Uint8Array, saved: SavedMatch | undefined, options: NetworkedMatchOptions) {
    const table = new Table(pongMatch, { localId, name: options.name, resumeSecret, saved });
    super(table, options, firstStatus('connecting', ['Player 1', 'Player 2']));
  }

  /** Watches a match to which its host has just let us in. */
  static begin({ link, localId, remoteId, resumeSecret }: Connected, options: NetworkedMatchOptions): SpectatorMatch {
    const match = new SpectatorMatch(localId, resumeSecret, undefined, options);
    match.adopt(remoteId, link);
    return match;
  }

  /** Watches a match from this side's disk again, as soon as somebody of it is there. */
  static resume(saved: SavedMatch, options: NetworkedMatchOptions): SpectatorMatch {
    const match = new SpectatorMatch(saved.head.localId, saved.head.secret, saved, options);
    match.observe(performance.now());
    return match;
  }

  get leaderId(): number {
    return this.table.term.leaderId;
  }

  get confirmedTick(): number {
    return this.game.tick;
  }

  poll(nowMs: number): void {
    this.step(this.#poll, nowMs);
    // Before the match nobody but the host knows us, who says nothing yet.
    if (!this.#ended && this.table.log !== undefined) this.seek(nowMs, () => 0);
  }

  protected override get matchId(): string {
    const head = this.table.log?.head;
    if (head === undefined) throw new Error('A record came before the match was known.');
    return matchIdOf(head.token);
  }

  protected override isIdle(type: SessionEvent['type'], nowMs: number): boolean {
    return type === 'poll' && this.table.seen.tick === this.game.tick && nowMs - this.#observedMs < LOOK_MS;
  }

  protected override observe(nowMs: number): void {
    this.#observedMs = nowMs;
    if (this.table.over) this.#ended = true;
    this.#follow(nowMs);
    const missing = this.table.missing(nowMs);
    if (missing.length === 0) this.#missingSinceMs = -1;
    else if (this.#missingSinceMs < 0) this.#missingSinceMs = nowMs;
    const { log } = this.table;
    if (log === undefined && !this.#ended && !this.isConnected(HOST_ID)) this.#loseHost();
    const facts = factsOf(this.table.confirmed);
    const waits = missing.length > 0 && log !== undefined;
    const cutOff = waits && !this.table.hearsPlayer(nowMs);
    const phase = this.#ended ? 'ended' : waits ? 'suspended' : this.epoch === 0 ? 'connecting' : facts.phase;
    this.statusStore.takeFacts(facts, phase, facts.countdownSeconds);
    this.statusStore.takeNames([this.nameOf(HOST_ID), this.nameOf(OTHER_PLAYER_ID)], this.watchers());
    this.statusStore.takeMissing(missing.map((id) => (id === HOST_ID ? 0 : 1)));
    const graceMs = waits && !cutOff ? Math.max(0, log.head.graceMs - (nowMs - this.#missingSinceMs)) : 0;
    const result = log?.result;
    this.statusStore.change({
      cutOff,
      graceSeconds: Math.ceil(graceMs / 1000),
      result: result === undefined ? 'none' : log?.settled === true || result.outcome === Outcome.left ? 'settled' : 'pending',
    });
  }

  /** Nobody else knows us yet, so there is no way back but the code. */
  #loseHost(): void {
    this.#ended = true;
    this.putAside();
    this.statusStore.change({
      endDetail:
        'The connection to the host was lost before the match could be shown. If the game is still open, join again with the watch code.',
    });
  }

  /** Plays what is confirmed, tick by tick; goes there at once where ticks in between are not known. */
  #follow(nowMs: number): void {
    const { epoch, tick } = this.table.seen;
    const { game } = this;
    if (epoch === 0) {
      // From our own disk: shown until somebody shows us more.
      if (tick !== game.tick) game.restore(tick, this.table.confirmed);
      return;
    }
    if (tick === game.tick && epoch === this.epoch) return;
    if (epoch !== this.epoch || tick < game.tick || this.table.inputAt(0, game.tick) === undefined)
      game.restore(tick, this.table.confirmed);
    this.epoch = epoch;
    while (game.tick < tick) {
      game.addLocal(0, this.table.inputAt(0, game.tick) ?? 0);
      game.addLocal(1, this.table.inputAt(1, game.tick) ?? 0);
      game.advance();
    }
    this.tickedAtMs = nowMs;
    this.note(game, epoch, tick);
  }
}
