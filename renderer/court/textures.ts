import { Texture } from 'pixi.js';
import { BALL_RADIUS } from '../../netcode/pong/state.ts';
import { FLOOR_BOTTOM, FLOOR_TOP } from './palette.ts';

/** Half the court's units: the floor has no detail finer than its gradient. */
const FLOOR_WIDTH = 480;
const FLOOR_HEIGHT = 270;
/** How much darker the court's corners are than its middle. */
const VIGNETTE = 0.42;
/** Enough pixels for the widest glow to stay smooth in a 1080p window. */
const GLOW_SIZE = 128;
/** A line's width in pixels: a few for each of its soft edges. */
const LINE_SIZE = 16;

/** The ball and room around it, so that its edges stay smooth also where nothing else smooths them. */
export const BALL_TEXTURE_UNITS = BALL_RADIUS * 2 + 4;
/** Pixels to a court unit: sharp in a 1080p window, and not yet grainy in a small one. */
const BALL_DETAIL = 2;
/** Radius of the ball's corners, in court units. */
const BALL_CORNER = 3.5;

/** What is drawn once and then only moved and tinted. */
export interface Textures {
  readonly floor: Texture;
  /** White, round, fading out to its edge; {@link GLOW_SIZE} wide. */
  readonly glow: Texture;
  /** White, {@link BALL_TEXTURE_UNITS} court units wide. */
  readonly ball: Texture;
  /** White, its middle third opaque, fading out to both sides: a line that stays smooth wherever it is put. */
  readonly line: Texture;
}

/** @throws Error when the browser has no 2D canvas */
export function drawTextures(): Textures {
  return { floor: drawFloor(), glow: drawGlow(), ball: drawBall(), line: drawLine() };
}

function open(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no 2D canvas');
  return [canvas, context];
}

function drawFloor(): Texture {
  const [canvas, context] = open(FLOOR_WIDTH, FLOOR_HEIGHT);
  const image = context.createImageData(FLOOR_WIDTH, FLOOR_HEIGHT);
  let at = 0;
  for (let y = 0; y < FLOOR_HEIGHT; y++) {
    const down = y / (FLOOR_HEIGHT - 1);
    for (let x = 0; x < FLOOR_WIDTH; x++) {
      const offX = x / (FLOOR_WIDTH - 1) - 0.5;
      const offY = down - 0.5;
      const light = 1.12 - VIGNETTE * (offX * offX * 2 + offY * offY);
      // So dark a gradient shows its steps as bands; noise of one step hides them.
      const noise = Math.random() - 0.5;
      for (let channel = 0; channel < 3; channel++) {
        const top = FLOOR_TOP[channel] ?? 0;
        image.data[at++] = (top + ((FLOOR_BOTTOM[channel] ?? 0) - top) * down) * light + noise;
      }
      image.data[at++] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return Texture.from(canvas, true);
}

function drawGlow(): Texture {
  const [canvas, context] = open(GLOW_SIZE, GLOW_SIZE);
  const middle = GLOW_SIZE / 2;
  const gradient = context.createRadialGradient(middle, middle, 0, middle, middle, middle);
  // Falls off like light does, and reaches nothing before the edge.
  for (let i = 0; i <= 8; i++) gradient.addColorStop(i / 8, `rgba(255,255,255,${(1 - i / 8) ** 2.4})`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, GLOW_SIZE, GLOW_SIZE);
  return Texture.from(canvas, true);
}

function drawLine(): Texture {
  const [canvas, context] = open(LINE_SIZE, LINE_SIZE);
  const gradient = context.createLinearGradient(0, 0, LINE_SIZE, 0);
  for (const [at, alpha] of [
    [0, 0],
    [0.33, 1],
    [0.67, 1],
    [1, 0],
  ] as const)
    gradient.addColorStop(at, `rgba(255,255,255,${alpha})`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, LINE_SIZE, LINE_SIZE);
  return Texture.from(canvas, true);
}

function drawBall(): Texture {
  const [canvas, context] = open(BALL_TEXTURE_UNITS * BALL_DETAIL, BALL_TEXTURE_UNITS * BALL_DETAIL);
  context.scale(BALL_DETAIL, BALL_DETAIL);
  const from = BALL_TEXTURE_UNITS / 2 - BALL_RADIUS;
  const to = from + BALL_RADIUS * 2;
  context.fillStyle = '#fff';
  context.beginPath();
  context.moveTo((from + to) / 2, from);
  context.arcTo(to, from, to, to, BALL_CORNER);
  context.arcTo(to, to, from, to, BALL_CORNER);
  context.arcTo(from, to, from, from, BALL_CORNER);
  context.arcTo(from, from, to, from, BALL_CORNER);
  context.fill();
  return Texture.from(canvas, true);
}
