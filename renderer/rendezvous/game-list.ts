import {
  ANNOUNCE_EVERY_MS,
  ASK_TOPIC,
  encodeAsk,
  encodeOpenGame,
  isAsk,
  OPEN_TOPIC,
  type OpenGame,
  OpenGames,
} from 'paddlewire-netcode/rendezvous';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { OpenRendezvous, RendezvousClient } from './rendezvous-client.ts';

/** Shortest time between two announcements of one game, in ms, however many ask. */
const SHORTEST_PAUSE_MS = 500;
/** How often the list is looked through for games that are gone, in ms. */
const SWEEP_MS = 1_000;
/** Time until the rendezvous is looked for again, in ms: it may be that nobody hosts on this machine yet. */
const LOOK_AGAIN_MS = 3_000;

function unheard(error: unknown): void {
  diagnostics.note('connect', 'the list of open games', error);
}

/** Announces one open game, every few seconds and when somebody asks, until it is stopped. */
export class Announcer {
  readonly #entered: OpenRendezvous;
  readonly #game: () => OpenGame;
  readonly #timer: ReturnType<typeof setInterval>;
  #announcedMs = Number.NEGATIVE_INFINITY;
  /** The next one, when somebody asked too soon after the last. */
  #due: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param game what is true of the game when it is announced */
  constructor(entered: OpenRendezvous, game: () => OpenGame) {
    this.#entered = entered;
    this.#game = game;
    this.#timer = setInterval(() => this.#announce(), ANNOUNCE_EVERY_MS);
    // What can't be published now may be later; a rendezvous that is lost ends the attempt that announces.
    entered.subscribe(ASK_TOPIC, (payload) => isAsk(payload) && this.#announce()).catch(unheard);
    this.#announce();
  }

  /** Announces it no more. Safe to call twice. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#due);
    this.#entered.unsubscribe(ASK_TOPIC).catch(unheard);
  }

  #announce(): void {
    if (this.#stopped || this.#due !== undefined) return;
    const waitMs = this.#announcedMs + SHORTEST_PAUSE_MS - performance.now();
    if (waitMs <= 0) this.#publish();
    else {
      this.#due = setTimeout(() => {
        this.#due = undefined;
        this.#publish();
      }, waitMs);
    }
  }

  #publish(): void {
    this.#announcedMs = performance.now();
    this.#entered.publish(OPEN_TOPIC, encodeOpenGame(this.#game())).catch(unheard);
  }
}

/** The list of open games for a screen: looks for a rendezvous until there is one, and keeps the list fresh until it is closed. */
export class LobbyBrowser {
  /** Whether a rendezvous was found, so that an empty list means that no game is open. */
  reached = false;
  readonly #rendezvous: RendezvousClient;
  readonly #games = new OpenGames();
  readonly #listeners = new Set<() => void>();
  readonly #sweeper: ReturnType<typeof setInterval>;
  #again: ReturnType<typeof setTimeout> | undefined;
  #entered: OpenRendezvous | undefined;
  #closed = false;

  constructor(rendezvous: RendezvousClient) {
    this.#rendezvous = rendezvous;
    this.#sweeper = setInterval(() => {
      if (this.#games.poll(performance.now())) this.#tell();
    }, SWEEP_MS);
    void this.#look();
  }

  /** Games whose host's name begins with a text. */
  named(prefix: string): readonly OpenGame[] {
    return this.#games.named(prefix);
  }

  /** Calls the listener after each change. Returns what stops that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#sweeper);
    clearTimeout(this.#again);
    this.#entered?.leave();
  }

  async #look(): Promise<void> {
    const entered = await this.#rendezvous.enter(false, () => this.#lookAgain());
    if ('reason' in entered) {
      this.#lookAgain();
      return;
    }
    if (this.#closed) {
      entered.leave();
      return;
    }
    this.#entered = entered;
    try {
      await entered.subscribe(OPEN_TOPIC, (payload) => {
        if (this.#games.hear(performance.now(), payload)) this.#tell();
      });
      await entered.publish(ASK_TOPIC, encodeAsk());
    } catch (error) {
      unheard(error);
      entered.leave();
      this.#lookAgain();
      return;
    }
    this.#setReached(true);
  }

  #lookAgain(): void {
    this.#entered = undefined;
    this.#setReached(false);
    clearTimeout(this.#again);
    if (!this.#closed) this.#again = setTimeout(() => void this.#look(), LOOK_AGAIN_MS);
  }

  #setReached(reached: boolean): void {
    if (this.reached === reached) return;
    this.reached = reached;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
