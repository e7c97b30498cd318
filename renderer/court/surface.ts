import 'pixi.js/unsafe-eval';
import 'pixi.js/graphics';
import { autoDetectRenderer, type Container, type Renderer, Ticker } from 'pixi.js';
import { COURT_HEIGHT, COURT_WIDTH } from '../../netcode/pong/state.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import { VOID } from './palette.ts';
import { drawsInSoftware } from './software-drawing.ts';

/** Above two, pixels are too small to see and cost four times as much. */
const MAX_RESOLUTION = 2;

/** A part of the window, in CSS pixels from its top left corner. */
export interface CourtRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A canvas with the court on it: the whole window, or only the part that a screen has left for the court. */
export class Surface {
  /** CSS pixels to a court unit, and where the court's top left corner is on the canvas. */
  scale = 1;
  left = 0;
  top = 0;
  /** Where the canvas begins, in CSS pixels from the window's top. */
  canvasTop = 0;
  readonly canvas: HTMLCanvasElement;
  readonly #renderer: Renderer;
  #fitted: readonly number[] = [];

  /** No graphics card draws here, so every pixel counts. */
  readonly software: boolean;
  readonly #maxResolution: number;

  private constructor(renderer: Renderer, host: HTMLElement, software: boolean) {
    this.#renderer = renderer;
    this.software = software;
    this.#maxResolution = software ? 1 : MAX_RESOLUTION;
    this.canvas = renderer.canvas;
    this.canvas.style.display = 'block';
    this.canvas.style.position = 'absolute';
    host.append(this.canvas);
    this.fit(undefined);
  }

  /** @throws Error when the browser can draw neither with WebGL nor on a 2D canvas */
  static async open(host: HTMLElement): Promise<Surface> {
    const software = drawsInSoftware();
    // Pixi's own clock would have the screen ask for frames forever; it goes on with ours.
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

  /**
   * Follows the window; costs nothing while all stays as it is.
   *
   * @param place what is left for the court: the canvas is the court alone, as large as fits in the middle of it. Undefined takes the whole
   *   window, with the court in its middle.
   */
  fit(place: CourtRect | undefined): void {
    const { left, top, width, height } = place ?? { left: 0, top: 0, width: window.innerWidth, height: window.innerHeight };
    const ratio = Math.min(this.#maxResolution, window.devicePixelRatio || 1);
    const wanted = [left, top, width, height, ratio, place === undefined ? 0 : 1];
    if (wanted.every((value, index) => value === this.#fitted[index])) return;
    this.#fitted = wanted;
    // A window can be dragged to nothing, and a canvas of no size can't be drawn on.
    this.scale = Math.max(1 / COURT_HEIGHT, Math.min(width / COURT_WIDTH, height / COURT_HEIGHT));
    const courtWidth = Math.round(COURT_WIDTH * this.scale);
    const courtHeight = Math.round(COURT_HEIGHT * this.scale);
    const aside = Math.max(0, Math.round((width - courtWidth) / 2));
    const above = Math.max(0, Math.round((height - courtHeight) / 2));
    const whole = place === undefined;
    this.left = whole ? aside : 0;
    this.top = whole ? above : 0;
    this.canvasTop = whole ? 0 : Math.round(top) + above;
    this.canvas.style.left = `${whole ? 0 : Math.round(left) + aside}px`;
    this.canvas.style.top = `${this.canvasTop}px`;
    this.#renderer.resize(whole ? Math.max(1, width) : courtWidth, whole ? Math.max(1, height) : courtHeight, ratio);
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
