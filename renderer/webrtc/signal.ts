import * as v from 'valibot';
import { diagnostics } from '../desktop/diagnostics.ts';

/** Longest session description, in characters: ours have about 600. */
const MAX_SDP = 8_000;
/** Longest candidate line, in characters. */
const MAX_CANDIDATE = 1_000;
/** Most signals in one message. */
export const MAX_BATCH = 64;

const signalSchema = v.variant('type', [
  v.object({ type: v.picklist(['offer', 'answer']), sdp: v.pipe(v.string(), v.maxLength(MAX_SDP)) }),
  v.object({
    type: v.literal('candidate'),
    candidate: v.object({
      candidate: v.pipe(v.string(), v.maxLength(MAX_CANDIDATE)),
      sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(64))),
      sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64))),
    }),
  }),
  v.object({ type: v.literal('gave-up'), left: v.optional(v.boolean()) }),
]);

const batchSchema = v.pipe(v.array(signalSchema), v.maxLength(MAX_BATCH));

/** A WebRTC signal as both sides' simple-peer understands it, a description or a candidate; or that a side has given up, or its player left, so that the other need not wait. */
export type Signal = v.InferOutput<typeof signalSchema>;

/** Whether something simple-peer wants to signal is one of those that the other side takes. */
export function isSignal(value: unknown): value is Signal {
  return v.is(signalSchema, value);
}

/** Bytes of a batch of signals. */
export function encodeSignals(signals: readonly Signal[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(signals));
}

/** A batch of signals from bytes of the other side; empty when they make no sense. */
export function decodeSignals(bytes: Uint8Array): readonly Signal[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    // One complaint is enough: a list of six thousand zeros would get six thousand, in 400 times its own size.
    const parsed = v.safeParse(batchSchema, value, { abortEarly: true });
    if (parsed.success) return parsed.output;
    diagnostics.note('connect', 'signals that make no sense were dropped', parsed.issues[0].message);
    return [];
  } catch (error) {
    diagnostics.note('connect', 'signals that can’t be read were dropped', error);
    return [];
  }
}
