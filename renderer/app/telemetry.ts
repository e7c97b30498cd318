import type { SessionStats } from 'paddlewire-netcode/session';
import type { BotLevel } from '../../netcode/pong/bot.ts';
import type { Court, CourtView } from '../court/court.ts';
import type { CourtRect } from '../court/surface.ts';
import type { LocalInput } from '../input/local-input.ts';
import type { AppController } from './app-controller.ts';

/** Whether the page was asked to expose `window.paddlewire`. */
export function telemetryWanted(aboutSaysSo: boolean): boolean {
  return aboutSaysSo || new URLSearchParams(location.search).has('telemetry');
}

/** Without a connection there is nothing to measure. */
const noStats: SessionStats = {
  rttMs: 0,
  jitterMs: 0,
  lossPercent: 0,
  bytesSentPerSecond: 0,
  packetsPerSecond: 0,
  packetsHeldPerSecond: 0,
  sendRatePerSecond: 0,
  suspensions: 0,
  frameAdvantageTicks: 0,
  rollbacks: 0,
  lastRollbackTicks: 0,
  maxRollbackTicks: 0,
  stalls: 0,
  resyncs: 0,
  checksumsCompared: 0,
  checksumsDiffering: 0,
};

/** What the page's drawing offers to tests. */
interface Drawing {
  /** Visible jumps of the ball so far. */
  readonly snaps: () => number;
  /** What the centre line says of the link. */
  readonly wire: () => Court['wire'];
  /** Opens another court at a place of the window; a plain one draws predicted states alone. */
  readonly openCourt: (place: CourtRect, plain: boolean) => Promise<Court>;
}

/**
 * Exposes `window.paddlewire` for tests and measurements: `telemetry()`, `bot(level)` with 0 to 3, `checksums(fromTick)`, and what a match is drawn
 * from and with, `match()` and `openCourt(place, plain)`.
 */
export function exposeTelemetry(controller: AppController, localInput: LocalInput, { snaps, wire, openCourt }: Drawing): void {
  const telemetry = () => {
    const { view } = controller;
    const shown = view ?? controller.backdrop;
    const { confirmedTick } = shown;
    return {
      shell: controller.about.shell,
      version: controller.about.version,
      peerId: view?.peerId ?? 0,
      // Null for somebody who watches.
      seat: view === undefined ? 0 : (view.seat ?? null),
      phase: view?.status.phase ?? controller.screen.name,
      epoch: view?.epoch ?? 0,
      leaderId: view?.leaderId ?? 0,
      // Null while nobody watches.
      term: view?.term?.number ?? null,
      tick: view?.game.tick ?? 0,
      confirmedTick: view?.confirmedTick ?? 0,
      checksum: shown.game.holds(confirmedTick) ? shown.game.checksumAt(confirmedTick) : 0,
      // What our devices, or the bot that has our paddle, give now: −7…7.
      axis: view === undefined ? 0 : localInput.newest,
      score: view?.status.score ?? [0, 0],
      ...(view?.stats ?? noStats),
      snaps: snaps(),
      wire: wire(),
      joinToCourtMs: controller.joinToCourtMs ?? null,
      courtAtMs: controller.courtAtMs ?? null,
    };
  };
  const bot = (level: number): void => localInput.bot(isLevel(level) ? level : 0);
  const checksums = (fromTick: number): [number, number][] => controller.view?.checksums(fromTick) ?? [];
  const match = (): CourtView | undefined => controller.view;
  Object.defineProperty(window, 'paddlewire', { value: Object.freeze({ telemetry, bot, checksums, match, openCourt }) });
}

function isLevel(level: number): level is BotLevel {
  return level === 1 || level === 2 || level === 3;
}
