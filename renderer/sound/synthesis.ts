import type { Tone } from './tones.ts';

/** Rise of a tone, in seconds: an edge any harder clicks. */
const ATTACK_SECONDS = 0.004;
/** What a tone falls to before it ends: −60 dB, unheard. */
const END = 0.001;
/** A fall to {@link END} still ends on a step; the last of it is drawn down to nothing within this time, in seconds. */
const RELEASE_SECONDS = 0.004;

/** Length of some tones together, in seconds. */
export function lengthOf(tones: readonly Tone[]): number {
  return Math.max(0, ...tones.map(({ ms, afterMs = 0 }) => (afterMs + ms) / 1000));
}

/** The samples of some tones together, −1…1 as long as their gains add up to 1 at most. */
export function synthesize(tones: readonly Tone[], samplesPerSecond: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.ceil(lengthOf(tones) * samplesPerSecond));
  for (const tone of tones) addTone(samples, tone, samplesPerSecond);
  return samples;
}

function addTone(samples: Float32Array, { wave, fromHz, toHz, ms, gain, afterMs = 0 }: Tone, samplesPerSecond: number): void {
  const first = Math.round((afterMs / 1000) * samplesPerSecond);
  const seconds = ms / 1000;
  const count = Math.min(samples.length - first, Math.round(seconds * samplesPerSecond));
  // By equal steps to the ear: the same factor from sample to sample.
  const glide = (toHz / fromHz) ** (1 / count);
  let step = fromHz / samplesPerSecond;
  let turn = 0;
  for (let i = 0; i < count; i++) {
    const at = i / samplesPerSecond;
    const rise = Math.min(1, at / ATTACK_SECONDS);
    const fall = END ** (at / seconds) * Math.min(1, (seconds - at) / RELEASE_SECONDS);
    samples[first + i] = (samples[first + i] ?? 0) + gain * rise * fall * (wave === 'sine' ? Math.sin(2 * Math.PI * turn) : triangle(turn));
    turn += step;
    step *= glide;
  }
}

/** A triangle of period 1 that starts at 0 and rises, as a sine does. */
function triangle(turn: number): number {
  const part = (turn + 0.75) % 1;
  return 4 * Math.abs(part - 0.5) - 1;
}
