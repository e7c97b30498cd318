import { CLEAN, type Conditions } from '../../local/network.ts';

/** What two sides send each other, and over what network: small packets at a steady rate, and now and then a reliable message. */
export interface Pattern {
  /** Round trip without jitter. */
  readonly rttMs: number;
  /** A round trip takes up to this much longer. */
  readonly jitterMs: number;
  /** Of each direction. */
  readonly lossPercent: number;
  /** Mean length of a stretch in which everything is lost; 0 for packets lost each by itself. */
  readonly burstMs: number;
  readonly packetsPerSecond: number;
  /** A packet is left out while more than this waits in the channel. */
  readonly mostQueuedBytes: number;
  /** How often SCTP sends a lost packet again. */
  readonly resends: number;
  /** How often it is recorded: where packets are seldom blocked, one time tells little of how long. */
  readonly rounds: number;
}

/** Payload of a packet and of a reliable message. */
export const PACKET_BYTES = 30;
export const MESSAGE_BYTES = 60;
/** A side sends a reliable message this often. */
export const MESSAGE_EVERY_MS = 1000;
/** The association begins with a window of ten MTUs and takes this long to settle: what it does until then is left out. */
export const WARM_UP_MS = 20_000;
/** What counts after that. */
export const RECORD_MS = 25_000;
/** An arrival this late after the one before counts as a gap that a player would notice. */
const LONG_GAP_MS = 110;

const FAR = { jitterMs: 0, burstMs: 0, packetsPerSecond: 60, mostQueuedBytes: 1024, resends: 0, rounds: 1 } as const;

/** Links from a bit too lossy for 60 packets/s to far too lossy, and rates that the worst of them carries. */
export const PATTERNS: readonly Pattern[] = [
  { ...FAR, rttMs: 100, lossPercent: 20 },
  { ...FAR, rttMs: 200, lossPercent: 10 },
  { ...FAR, rttMs: 200, lossPercent: 20 },
  { ...FAR, rttMs: 250, lossPercent: 20 },
  { ...FAR, rttMs: 250, lossPercent: 20, burstMs: 66, jitterMs: 50, rounds: 4 },
  { ...FAR, rttMs: 250, lossPercent: 20, packetsPerSecond: 30, mostQueuedBytes: 0 },
  { ...FAR, rttMs: 250, lossPercent: 20, packetsPerSecond: 20, mostQueuedBytes: 0, rounds: 4 },
  { ...FAR, rttMs: 100, lossPercent: 20, mostQueuedBytes: 0, resends: 1 },
  { ...FAR, rttMs: 200, lossPercent: 20, packetsPerSecond: 30, mostQueuedBytes: 0, resends: 1 },
  { ...FAR, rttMs: 250, lossPercent: 20, packetsPerSecond: 20, mostQueuedBytes: 0, resends: 1 },
];

/** How a network treats each direction of a pattern. */
export function conditionsOf({ rttMs, jitterMs, lossPercent, burstMs }: Pattern): Conditions {
  return { ...CLEAN, delayMs: rttMs / 2, jitterMs: jitterMs / 2, loss: lossPercent / 100, meanBurstMs: burstMs };
}

/** What one direction showed. Times are in ms from any moment, the same for all of one log. */
export interface PatternLog {
  /** When a packet was due, and whether bytes of others still waited. */
  readonly due: readonly (readonly [atMs: number, blocked: boolean])[];
  /** When packets arrived. */
  readonly arrivedMs: readonly number[];
  /** How long each reliable message took. */
  readonly messageMs: readonly number[];
}

/** What counts of some logs. */
export interface PatternFigures {
  /** Share of due packets that arrived; left out or lost are the others. */
  readonly arrived: number;
  readonly medianGapMs: number;
  readonly p99GapMs: number;
  /** Share of gaps of more than 110 ms. */
  readonly longGaps: number;
  /** Share of due packets that found others waiting. */
  readonly blocked: number;
  /** Mean time from the first packet that found others waiting to the first that did not. */
  readonly recoveryMs: number;
  /** Mean time that a reliable message took. */
  readonly messageMs: number;
}

/** Figures of several logs of one pattern. */
export function figuresOf(logs: readonly PatternLog[]): PatternFigures {
  const gaps: number[] = [];
  const recoveries: number[] = [];
  const messages: number[] = [];
  let due = 0;
  let blocked = 0;
  let arrived = 0;
  for (const log of logs) {
    due += log.due.length;
    arrived += log.arrivedMs.length;
    messages.push(...log.messageMs);
    for (let i = 1; i < log.arrivedMs.length; i++) gaps.push((log.arrivedMs[i] ?? 0) - (log.arrivedMs[i - 1] ?? 0));
    let sinceMs: number | undefined;
    for (const [atMs, isBlocked] of log.due) {
      if (isBlocked) {
        blocked++;
        sinceMs ??= atMs;
      } else if (sinceMs !== undefined) {
        recoveries.push(atMs - sinceMs);
        sinceMs = undefined;
      }
    }
  }
  gaps.sort((a, b) => a - b);
  return {
    arrived: arrived / due,
    medianGapMs: gaps[Math.floor(gaps.length / 2)] ?? 0,
    p99GapMs: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
    longGaps: gaps.filter((gap) => gap > LONG_GAP_MS).length / Math.max(1, gaps.length),
    blocked: blocked / due,
    recoveryMs: mean(recoveries),
    messageMs: mean(messages),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
