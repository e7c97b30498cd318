import type { Page } from '@playwright/test';

/** A time of day in ms, which pages of one machine tell alike, and a phase that began then. */
export interface PhaseChange {
  readonly atMs: number;
  readonly phase: string;
}

/** How a page has played since {@link watchPace}. */
export interface Pace {
  readonly watchedMs: number;
  /** Ticks played, also those of a rally that was played anew. */
  readonly ticks: number;
  /** Longest time without a new tick. */
  readonly longestFreezeMs: number;
  /** Longest time in which the page itself could not look: what the machine, not the network, adds to a freeze. */
  readonly longestAbsenceMs: number;
  /** How many ticks rolled back by how many ticks: at index 0 those that did not. */
  readonly rollbackDepths: readonly number[];
  /** Packets that the page gave to the unreliable channel, and got from it. */
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Packets that were sent while older ones still waited in the channel. */
  readonly packetsQueued: number;
  /** Each change, beginning with the phase at the start. */
  readonly phases: readonly PhaseChange[];
  /** Longest time without any packet from the unreliable channel, in ms. */
  readonly longestSilenceMs: number;
  /** Times without any packet of more than {@link SILENCE_MS}, in ms of the time of day. */
  readonly silences: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** What freezes a match. */
const SILENCE_MS = 500;

/** How often the page looks at itself: as often as it plays ticks that are due. */
const LOOK_MS = 4;

interface WatchedWindow extends Window {
  pace(): Pace;
}

/** Begins to watch how a page plays. To be called once, in a match. */
export async function watchPace(page: Page): Promise<void> {
  await page.evaluate(watch, { lookMs: LOOK_MS, silenceMs: SILENCE_MS });
}

/** What was seen until now. */
export function readPace(page: Page): Promise<Pace> {
  // Put there by watch().
  return page.evaluate(() => (window as unknown as WatchedWindow).pace());
}

/** How often the match was suspended. */
export function countSuspensions({ phases }: Pace): number {
  return phases.filter(({ phase }) => phase === 'suspended').length;
}

/** Runs in the page. */
function watch({ lookMs, silenceMs }: { readonly lookMs: number; readonly silenceMs: number }): void {
  const first = window.paddlewire.telemetry();
  const startMs = performance.now();
  const phases: PhaseChange[] = [{ atMs: Date.now(), phase: first.phase }];
  const silences: { fromMs: number; toMs: number }[] = [];
  const rollbackDepths: number[] = [];
  const heard = new WeakSet<RTCDataChannel>();
  let { tick, epoch, phase } = first;
  let [ticks, longestFreezeMs, longestAbsenceMs, longestSilenceMs] = [0, 0, 0, 0];
  let [packetsSent, packetsReceived, packetsQueued] = [0, 0, 0];
  let [tickedMs, lookedMs, heardMs] = [startMs, startMs, startMs];
  const count = (depth: number, times: number): void => {
    for (let at = rollbackDepths.length; at <= depth; at++) rollbackDepths.push(0);
    rollbackDepths[depth] = (rollbackDepths[depth] ?? 0) + times;
  };
  const look = (): void => {
    const now = performance.now();
    const seen = window.paddlewire.telemetry();
    longestAbsenceMs = Math.max(longestAbsenceMs, now - lookedMs);
    longestFreezeMs = Math.max(longestFreezeMs, now - tickedMs);
    lookedMs = now;
    if (seen.phase !== phase) phases.push({ atMs: Date.now(), phase: seen.phase });
    if (seen.tick !== tick) tickedMs = now;
    // In a new epoch ticks may go on from an earlier one.
    const played = seen.epoch === epoch ? Math.max(0, seen.tick - tick) : 0;
    if (played > 0) {
      ticks += played;
      count(0, played - 1);
      count(seen.lastRollbackTicks, 1);
    }
    ({ tick, epoch, phase } = seen);
  };
  const hear = (): void => {
    packetsReceived++;
    const now = performance.now();
    longestSilenceMs = Math.max(longestSilenceMs, now - heardMs);
    if (now - heardMs > silenceMs) silences.push({ fromMs: Date.now() - (now - heardMs), toMs: Date.now() });
    heardMs = now;
  };
  // Annotated, because of the overloads only one would be taken.
  const send: (this: RTCDataChannel, data: ArrayBufferView<ArrayBuffer>) => void = RTCDataChannel.prototype.send;
  // A channel is first seen when something is sent on it, also that of a connection which is made later.
  RTCDataChannel.prototype.send = function (data: unknown) {
    if (!this.ordered) {
      packetsSent++;
      if (this.bufferedAmount > 0) packetsQueued++;
      if (!heard.has(this)) this.addEventListener('message', hear);
      heard.add(this);
    }
    // Whatever the page sends is something that can be sent.
    send.call(this, data as ArrayBufferView<ArrayBuffer>);
  };
  setInterval(look, lookMs);
  (window as unknown as WatchedWindow).pace = () => ({
    watchedMs: performance.now() - startMs,
    ticks,
    longestFreezeMs: Math.max(longestFreezeMs, performance.now() - tickedMs),
    longestAbsenceMs,
    rollbackDepths,
    packetsSent,
    packetsReceived,
    packetsQueued,
    phases,
    longestSilenceMs: Math.max(longestSilenceMs, performance.now() - heardMs),
    silences,
  });
}
