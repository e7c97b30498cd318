import type { End } from './connection.ts';

/** As the app does (renderer/match/player-match.ts), in ms: a connection that is silent for this long is no more waited for alone. */
const SEEK_AFTER_MS = 3000;
/** As the app does, in ms: a new connection has this long to take the match up before yet another one is tried. */
const TAKE_UP_MS = 5000;

/** How two peers that have lost each other meet again: each seeks while its match is suspended, and when both do, they meet after a while. */
export class Reunion {
  readonly #meetingMs: () => number;
  readonly #seekAtMs: [number, number] = [0, 0];
  readonly #seeks: [boolean, boolean] = [false, false];
  #meetAtMs = Number.POSITIVE_INFINITY;

  /** @param meetingMs how long two that both seek take to meet, in ms; asked for each meeting */
  constructor(meetingMs: () => number) {
    this.#meetingMs = meetingMs;
  }

  /** An end has suspended its match. */
  suspended(end: End, nowMs: number): void {
    this.#seekAtMs[end] = nowMs + SEEK_AFTER_MS;
  }

  /** An end has a new connection. */
  opened(end: End, nowMs: number): void {
    this.#seekAtMs[end] = nowMs + TAKE_UP_MS;
  }

  /** An end knows that it has no connection. */
  alone(end: End): void {
    this.#seekAtMs[end] = 0;
    this.#seeks[end] = false;
  }

  /**
   * An end looks whether the other one is there.
   * @param suspended whether its match waits for the other one
   * @param reachable whether anything gets through between them
   * @returns true when they meet now
   */
  look(end: End, nowMs: number, suspended: boolean, reachable: boolean): boolean {
    this.#seeks[end] = suspended && nowMs >= this.#seekAtMs[end];
    if (!this.#seeks[0] || !this.#seeks[1]) {
      this.#meetAtMs = Number.POSITIVE_INFINITY;
      return false;
    }
    if (this.#meetAtMs === Number.POSITIVE_INFINITY) this.#meetAtMs = nowMs + this.#meetingMs();
    if (nowMs < this.#meetAtMs) return false;
    this.#meetAtMs = Number.POSITIVE_INFINITY;
    if (reachable) this.#seeks.fill(false);
    return reachable;
  }
}
