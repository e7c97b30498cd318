import { COURT_WIDTH, Phase } from '../../netcode/pong/state.ts';
import type { GameEvent } from '../court/drawn-ball.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { synthesize } from './synthesis.ts';
import { countdownTones, hitTones, MOVE_TONES, overTones, PRESS_TONES, pointTones, SERVE_TONES, type Tone, WALL_TONES } from './tones.ts';
import { busGains, type Volumes } from './volumes.ts';

/** How far to the side the court's edge is heard: a full pan hurts in headphones. */
const PAN = 0.7;
/** Time in which a volume follows its slider, in seconds: a step would click. */
const FADE_SECONDS = 0.02;
/** Browsers let a page sound only after one of these. */
const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

type Bus = 'effects' | 'interface';

/** What sounds once a page may. */
interface Output {
  readonly context: AudioContext;
  readonly buses: Readonly<Record<Bus, GainNode>>;
}

/** All sounds, synthesized when they are first needed. Silent, and never an error, where there is no audio. */
export class Sounds {
  #output: Output | undefined;
  #gains: Readonly<Record<Bus, number>> = { effects: 0, interface: 0 };
  readonly #buffers = new Map<string, AudioBuffer>();

  constructor() {
    const wake = (): void => this.#wake();
    for (const gesture of GESTURES) addEventListener(gesture, wake, { capture: true, passive: true });
  }

  setVolumes(volumes: Volumes): void {
    this.#gains = busGains(volumes);
    if (this.#output === undefined) return;
    const { context, buses } = this.#output;
    for (const bus of ['effects', 'interface'] as const)
      buses[bus].gain.setTargetAtTime(this.#gains[bus], context.currentTime, FADE_SECONDS);
    // A context that plays silence still keeps an audio device and two threads awake.
    (this.#isSilent ? context.suspend() : context.resume()).catch((error: unknown) => diagnostics.note('sound', 'not switched', error));
  }

  /**
   * What the drawn ball just did, heard from where it did it.
   * @param ownSeat undefined where neither side is ours alone: both points sound like won ones
   */
  gameEvent(gameEvent: GameEvent, ownSeat: 0 | 1 | undefined): void {
    const pan = (gameEvent.x / COURT_WIDTH) * 2 - 1;
    if (gameEvent.type === 'hit') this.#play('effects', hitTones(gameEvent.hits, gameEvent.seat === (ownSeat ?? gameEvent.seat)), pan);
    else if (gameEvent.type === 'wall') this.#play('effects', WALL_TONES, pan);
    else if (gameEvent.phase === Phase.point) this.#play('effects', pointTones(ownSeat === undefined || gameEvent.winner === ownSeat), pan);
    else if (gameEvent.phase === Phase.rally) this.#play('effects', SERVE_TONES, pan);
  }

  /** @param secondsLeft whole seconds; 0 is "go" */
  countdown(secondsLeft: number): void {
    this.#play('effects', countdownTones(secondsLeft), 0);
  }

  /** The match is decided. */
  over(won: boolean): void {
    this.#play('effects', overTones(won), 0);
  }

  /** Something of a menu was pressed, or the choice has moved to something else. */
  menu(what: 'press' | 'move'): void {
    this.#play('interface', what === 'press' ? PRESS_TONES : MOVE_TONES, 0);
  }

  get #isSilent(): boolean {
    return this.#gains.effects === 0 && this.#gains.interface === 0;
  }

  #wake(): void {
    if (this.#isSilent) return;
    try {
      this.#output ??= this.#open();
      const { context } = this.#output;
      if (context.state === 'suspended') context.resume().catch((error: unknown) => diagnostics.note('sound', 'not resumed', error));
    } catch (error) {
      diagnostics.note('sound', 'not opened', error);
      // No audio device, or too many contexts: the next gesture tries again, and the game is playable without.
    }
  }

  #open(): Output {
    const context = new AudioContext({ latencyHint: 'interactive' });
    const open = (bus: Bus): GainNode => {
      const gain = new GainNode(context, { gain: this.#gains[bus] });
      gain.connect(context.destination);
      return gain;
    };
    return { context, buses: { effects: open('effects'), interface: open('interface') } };
  }

  #play(bus: Bus, tones: readonly Tone[], pan: number): void {
    // Tones given to a sleeping context would all sound at once when it wakes.
    if (this.#output?.context.state !== 'running' || this.#gains[bus] === 0) return;
    const { context, buses } = this.#output;
    try {
      const source = new AudioBufferSourceNode(context, { buffer: this.#bufferOf(tones, context) });
      const panner = new StereoPannerNode(context, { pan: Math.max(-1, Math.min(1, pan)) * PAN });
      source.connect(panner).connect(buses[bus]);
      source.onended = () => panner.disconnect();
      source.start();
    } catch (error) {
      diagnostics.note('sound', 'not played', error);
      // The audio device went away in mid-match; play goes on.
    }
  }

  /** There are a few dozen sounds at most, of less than a second each. */
  #bufferOf(tones: readonly Tone[], context: AudioContext): AudioBuffer {
    const name = JSON.stringify(tones);
    const known = this.#buffers.get(name);
    if (known !== undefined) return known;
    const samples = synthesize(tones, context.sampleRate);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
    buffer.copyToChannel(samples, 0);
    this.#buffers.set(name, buffer);
    return buffer;
  }
}
