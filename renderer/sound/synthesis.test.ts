import { describe, expect, it } from 'vitest';
import { lengthOf, synthesize } from './synthesis.ts';
import { countdownTones, hitTones, MOVE_TONES, overTones, PRESS_TONES, pointTones, SERVE_TONES, WALL_TONES } from './tones.ts';
import { busGains, MASTER } from './volumes.ts';

const SAMPLES_PER_SECOND = 48_000;
/** −1 dBFS. */
const PEAK = 10 ** (-1 / 20);

const sounds = {
  paddle: hitTones(1, true),
  'the other paddle': hitTones(1, false),
  'paddle in a long rally': hitTones(30, true),
  wall: WALL_TONES,
  serve: SERVE_TONES,
  'point won': pointTones(true),
  'point lost': pointTones(false),
  countdown: countdownTones(2),
  go: countdownTones(0),
  win: overTones(true),
  loss: overTones(false),
  press: PRESS_TONES,
  move: MOVE_TONES,
};
const rendered = Object.entries(sounds).map(([name, tones]) => [name, synthesize(tones, SAMPLES_PER_SECOND), lengthOf(tones)] as const);

const peakOf = (samples: Float32Array): number => samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

/** How strong a frequency is in a sound, by Goertzel's algorithm. */
function strength(samples: Float32Array, hz: number): number {
  const twice = 2 * Math.cos((2 * Math.PI * hz) / SAMPLES_PER_SECOND);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample + twice * last - before, last];
  return Math.sqrt(Math.max(0, last * last + before * before - twice * last * before));
}

/** Bands of a third of an octave from 50 Hz to 12.7 kHz, as a vector of length 1. */
function spectrumOf(samples: Float32Array): number[] {
  const bands = Array.from({ length: 72 }, (_, band) => strength(samples, 50 * 2 ** (band / 9)));
  const length = Math.hypot(...bands);
  return bands.map((band) => band / length);
}

describe.each(rendered)('the sound of %s', (_, samples, seconds) => {
  it('is as long as it says, and short', () => {
    expect(samples.length).toBe(Math.ceil(seconds * SAMPLES_PER_SECOND));
    expect(seconds).toBeLessThan(1.2);
  });

  it('can be heard, and stays under −1 dBFS as it is and at full volume', () => {
    expect(peakOf(samples)).toBeGreaterThan(0.1);
    expect(peakOf(samples)).toBeLessThan(PEAK);
  });

  it('has no direct current, and neither starts nor ends with a click', () => {
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    expect(Math.abs(mean)).toBeLessThan(0.005);
    const steps = samples.map((sample, i) => Math.abs(sample - (samples[i - 1] ?? 0)));
    expect(Math.abs(samples[0] ?? 1)).toBe(0);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
    // A sine of 1 kHz at full gain steps by 0.13 at most.
    expect(peakOf(steps)).toBeLessThan(0.13);
  });
});

it('the loudest that happen in one moment do not clip together', () => {
  const loudest = ['paddle', 'wall', 'point lost', 'press'].map((name) => peakOf(rendered.find(([known]) => known === name)![1]));
  expect(loudest.reduce((sum, peak) => sum + peak, 0) * MASTER).toBeLessThan(1);
});

it('sounds that mean different things differ in their spectra', () => {
  const same = [['paddle', 'the other paddle']];
  for (const [a, samplesA] of rendered) {
    for (const [b, samplesB] of rendered) {
      if (a >= b || same.some((pair) => pair.includes(a) && pair.includes(b))) continue;
      const [first, second] = [spectrumOf(samplesA), spectrumOf(samplesB)];
      const likeness = first.reduce((sum, band, i) => sum + band * (second[i] ?? 0), 0);
      expect(likeness, `${a} and ${b}`).toBeLessThan(0.9);
    }
  }
});

it('a tone has the pitch that it was given', () => {
  const samples = synthesize([{ wave: 'sine', fromHz: 440, toHz: 440, ms: 500, gain: 0.5 }], SAMPLES_PER_SECOND);
  const strengths = [220, 415, 440, 466, 880].map((hz) => strength(samples, hz));
  expect(Math.max(...strengths)).toBe(strengths[2]);
});

it('volumes multiply, and mute silences all of them', () => {
  const volumes = { volumePercent: 100, effectsVolumePercent: 100, interfaceVolumePercent: 50, muted: false };
  expect(busGains(volumes)).toEqual({ effects: MASTER, interface: MASTER / 4 });
  expect(busGains({ ...volumes, volumePercent: 50 }).effects).toBeCloseTo(MASTER / 4);
  expect(busGains({ ...volumes, volumePercent: 0 })).toEqual({ effects: 0, interface: 0 });
  expect(busGains({ ...volumes, muted: true })).toEqual({ effects: 0, interface: 0 });
});
