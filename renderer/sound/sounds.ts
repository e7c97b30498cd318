import { COURT_WIDTH, Phase } from '../../netcode/pong/state.ts';
import type { GameEvent } from '../court/perception.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { countdownTones, hitTones, overTones, pointTones, SERVE_TONES, type Tone, WALL_TONES } from './tones.ts';

/** Rise of a tone, in seconds: an edge any harder clicks. */
const ATTACK_SECONDS = 0.004;
/** What an exponential fall ends at, since it can't reach 0: −80 dB, unheard. */
const SILENCE = 0.0001;
/** How far to the side the court's edge is heard: a full pan hurts in headphones. */
const PAN = 0.7;
/** Leaves room for a few tones at once before the sum clips. */
const MASTER = 0.6;
/** Browsers let a page sound only after one of these. */
const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

/** All sounds, synthesised when they are needed. Silent, and never an error, where there is no audio. */
export class Sounds {
  #context: AudioContext | undefined;
  #master: GainNode | undefined;
  #volume = 1;

  constructor() {
    const wake = (): void => this.#wake();
    for (const gesture of GESTURES) addEventListener(gesture, wake, { capture: true, passive: true });
  }

  /** @param percent 0…100 */
  setVolume(percent: number): void {
    // Loudness is heard about quadratically: half the slider sounds half as loud.
    const part = Math.max(0, Math.min(1, percent / 100)) || 0;
    this.#volume = part * part * MASTER;
    if (this.#context === undefined || this.#master === undefined) return;
    this.#master.gain.setTargetAtTime(this.#volume, this.#context.currentTime, 0.02);
    // A context that plays silence still keeps an audio device and two threads awake.
    (this.#volume === 0 ? this.#context.suspend() : this.#context.resume()).catch((error: unknown) =>
      diagnostics.note('sound', 'not switched', error),
    );
  }

  /**
   * What the drawn ball just did, heard from where it did it.
   * @param ownSeat undefined for somebody who watches, to whom both points sound like won ones
   */
  gameEvent(gameEvent: GameEvent, ownSeat: 0 | 1 | undefined): void {
    const pan = (gameEvent.x / COURT_WIDTH) * 2 - 1;
    if (gameEvent.type === 'hit') this.#play(hitTones(gameEvent.hits, gameEvent.seat === (ownSeat ?? 0)), pan);
    else if (gameEvent.type === 'wall') this.#play(WALL_TONES, pan);
    else if (gameEvent.phase === Phase.point) this.#play(pointTones(ownSeat === undefined || gameEvent.winner === ownSeat), pan);
    else if (gameEvent.phase === Phase.rally) this.#play(SERVE_TONES, pan);
  }

  /** @param secondsLeft whole seconds; 0 is "go" */
  countdown(secondsLeft: number): void {
    this.#play(countdownTones(secondsLeft), 0);
  }

  /** The match is decided. */
  over(won: boolean): void {
    this.#play(overTones(won), 0);
  }

  #wake(): void {
    if (this.#volume === 0) return;
    try {
      if (this.#context === undefined) {
        this.#context = new AudioContext({ latencyHint: 'interactive' });
        this.#master = this.#context.createGain();
        this.#master.gain.value = this.#volume;
        this.#master.connect(this.#context.destination);
      }
      if (this.#context.state === 'suspended')
        this.#context.resume().catch((error: unknown) => diagnostics.note('sound', 'not resumed', error));
    } catch (error) {
      diagnostics.note('sound', 'not opened', error);
      // No audio device, or too many contexts: the next gesture tries again, and the game is playable without.
    }
  }

  #play(tones: readonly Tone[], pan: number): void {
    const context = this.#context;
    const master = this.#master;
    // Tones given to a sleeping context would all sound at once when it wakes.
    if (context === undefined || master === undefined || context.state !== 'running' || this.#volume === 0) return;
    try {
      const panner = context.createStereoPanner();
      panner.pan.value = Math.max(-1, Math.min(1, pan)) * PAN;
      panner.connect(master);
      let waiting = tones.length;
      for (const tone of tones) {
        const oscillator = start(context, tone, panner);
        oscillator.onended = () => {
          waiting--;
          if (waiting === 0) panner.disconnect();
        };
      }
    } catch (error) {
      diagnostics.note('sound', 'not played', error);
      // The audio device went away in mid-match; play goes on.
    }
  }
}

function start(context: AudioContext, tone: Tone, into: AudioNode): OscillatorNode {
  const from = context.currentTime + (tone.afterMs ?? 0) / 1000;
  const until = from + tone.ms / 1000;
  const envelope = context.createGain();
  envelope.gain.setValueAtTime(0, from);
  envelope.gain.linearRampToValueAtTime(tone.gain, from + ATTACK_SECONDS);
  envelope.gain.exponentialRampToValueAtTime(SILENCE, until);
  envelope.connect(into);
  const oscillator = context.createOscillator();
  oscillator.type = tone.wave;
  oscillator.frequency.setValueAtTime(tone.fromHz, from);
  oscillator.frequency.exponentialRampToValueAtTime(tone.toHz, until);
  oscillator.connect(envelope);
  oscillator.start(from);
  oscillator.stop(until + 0.02);
  return oscillator;
}
