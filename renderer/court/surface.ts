import 'pixi.js/unsafe-eval';
import 'pixi.js/graphics';
import { autoDetectRenderer, type Container, type Renderer, Ticker } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH } from '../../netcode/sim/state.ts';
import { diagnostics } from '../diagnostics.ts';
import { VOID } from './palette.ts';
import { drawsInSoftware } from './software-drawing.ts';

/** Above two, pixels are too small to see and cost four times as much. */
const MAX_RESOLUTION = 2;

/** A canvas that fills the window, with the court as large as fits in its middle. */
export class Surface {
  /** Window pixels to a court unit, and where the court's top left corner is. */
  scale = 1;
  left = 0;
  top = 0;
  readonly canvas: HTMLCanvasElement;
  readonly #renderer: Renderer;
  #width = 0;
  #height = 0;
  #ratio = 0;

  /** No graphics card draws here, so every pixel counts. */
  readonly software: boolean;
  readonly #maxResolution: number;

  private constructor(renderer: Renderer, host: HTMLElement, software: boolean) {
    this.#renderer = renderer;
    this.software = software;
    this.#maxResolution = software ? 1 : MAX_RESOLUTION;
    this.canvas = renderer.canvas;
    this.canvas.style.display = 'block';
    host.append(this.canvas);
    this.fit();
  }

  /** @throws Error when the browser can draw neither with WebGL nor on a 2D canvas */
  static async open(host: HTMLElement): Promise<Surface> {
    const software = drawsInSoftware();
    // Pixi's own clock would have the screen ask for frames for ever; it goes on with ours.
    Ticker.system.autoStart = false;
    const renderer = await autoDetectRenderer({
      preference: ['webgl', 'canvas'],
      // Smooth edges cost software several times the pixels.
      antialias: !software,
      autoDensity: true,
      background: VOID,
      backgroundAlpha: 1,
      resolution: 1,
      // Pixi's own DOM parts (accessibility, events) would take keys and pointers from the menus.
      skipExtensionImports: true,
    });
    return new Surface(renderer, host, software);
  }

  /** Follows the window; costs nothing while it stays as it is. Answers whether something changed. */
  fit(): boolean {
    const width = Math.max(1, window.innerWidth);
    const height = Math.max(1, window.innerHeight);
    const ratio = Math.min(this.#maxResolution, window.devicePixelRatio || 1);
    if (width === this.#width && height === this.#height && ratio === this.#ratio) return false;
    this.#width = width;
    this.#height = height;
    this.#ratio = ratio;
    this.#renderer.resize(width, height, ratio);
    this.scale = Math.min(width / COURT_WIDTH, height / COURT_HEIGHT);
    this.left = Math.round((width - COURT_WIDTH * this.scale) / 2);
    this.top = Math.round((height - COURT_HEIGHT * this.scale) / 2);
    return true;
  }

  render(root: Container): void {
    Ticker.system.update();
    this.#renderer.render(root);
  }

  destroy(): void {
    this.canvas.remove();
    try {
      this.#renderer.destroy();
    } catch (error) {
      diagnostics.note('court', 'not all of a lost renderer could be freed', error);
      // A renderer whose context is gone can't always free what is gone with it.
    }
  }
}
