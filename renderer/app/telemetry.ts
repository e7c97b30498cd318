import type { BotLevel } from '../../netcode/pong/bot.ts';
import type { LocalInput } from '../input/local-input.ts';
import type { AppController } from './app-controller.ts';

/** Whether the page was asked to expose `window.paddlewire`. */
export function telemetryWanted(aboutSaysSo: boolean): boolean {
  return aboutSaysSo || new URLSearchParams(location.search).has('telemetry');
}

/**
 * Exposes `window.paddlewire` for tests and measurements: `telemetry()`, `bot(level)` with 0 to 3, and `checksums(fromTick)`.
 * @param snaps visible jumps of the ball so far
 */
export function exposeTelemetry(controller: AppController, localInput: LocalInput, snaps: () => number): void {
  const telemetry = () => {
    const { view } = controller;
    const shown = view ?? controller.backdrop;
    const { quality } = shown;
    const { confirmedTick } = shown;
    return {
      shell: controller.about.shell,
      version: controller.about.version,
      peerId: view?.peerId ?? 0,
      // Null for somebody who watches.
      seat: view === undefined ? 0 : (view.seat ?? null),
      phase: view?.snapshot.phase ?? controller.screen.name,
      epoch: view?.epoch ?? 0,
      leaderId: view?.leaderId ?? 0,
      // Null while nobody watches.
      term: view?.term?.number ?? null,
      tick: view?.game.tick ?? 0,
      confirmedTick: view?.confirmedTick ?? 0,
      checksum: shown.game.holds(confirmedTick) ? shown.game.checksumAt(confirmedTick) : 0,
      // What our devices, or the bot that has our paddle, give now: −7…7.
      axis: view === undefined ? 0 : localInput.newest,
      score: view?.snapshot.score ?? [0, 0],
      rttMs: quality.rttMs,
      jitterMs: quality.jitterMs,
      lossPercent: quality.lossPercent,
      frameAdvantageTicks: quality.frameAdvantageTicks,
      rollbacks: quality.rollbacks,
      lastRollbackTicks: quality.lastRollbackTicks,
      maxRollbackTicks: quality.maxRollbackTicks,
      stalls: quality.stalls,
      snaps: snaps(),
      resyncs: quality.resyncs,
      bytesSentPerSecond: quality.bytesSentPerSecond,
      packetsPerSecond: quality.packetsPerSecond,
      packetsHeldPerSecond: quality.packetsHeldPerSecond,
      sendRatePerSecond: quality.sendRatePerSecond,
      suspensions: quality.suspensions,
      checksumsCompared: quality.checksumsCompared,
      checksumsDiffering: quality.checksumsDiffering,
      joinToCourtMs: controller.joinToCourtMs ?? null,
      courtAtMs: controller.courtAtMs ?? null,
    };
  };
  const bot = (level: number): void => localInput.bot(isLevel(level) ? level : 0);
  const checksums = (fromTick: number): [number, number][] => controller.view?.checksums(fromTick) ?? [];
  Object.defineProperty(window, 'paddlewire', { value: Object.freeze({ telemetry, bot, checksums }) });
}

function isLevel(level: number): level is BotLevel {
  return level === 1 || level === 2 || level === 3;
}
