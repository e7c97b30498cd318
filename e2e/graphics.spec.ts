import { expect } from '@playwright/test';
import { it } from './window-test.ts';
import { startRally } from './windows/rally.ts';
import { onCourt, readTelemetry, waitForTicks } from './windows/telemetry.ts';

it('a graphics context that is lost twice in a rally is replaced twice, and the match goes on', async ({ opener }) => {
  const [ada, grace] = await Promise.all([opener.open('Ada', { framesPerSecond: 0 }), opener.open('Grace', { volumePercent: 0 })]);
  await startRally([ada.page, grace.page]);
  const { score } = await readTelemetry(ada.page);
  for (let losses = 0; losses < 2; losses++) {
    await ada.page.evaluate(awaitPaddle);
    const lost = await ada.page.evaluate(loseContext);
    it.skip(!lost, 'this machine draws without WebGL');
    await ada.page.waitForFunction(() => document.querySelector('#court canvas:not([data-lost])') !== null);
  }
  await ada.page.evaluate(awaitPaddle);
  await waitForTicks(ada.page, 30);
  const after = await readTelemetry(ada.page);
  // A machine that takes more than half a second to draw anew has suspended the match meanwhile, and resumed it.
  expect([...onCourt, 'get-ready']).toContain(after.phase);
  expect(after).toMatchObject({ checksumsDiffering: 0, resyncs: 0 });
  expect(after.score[0] + after.score[1]).toBeGreaterThanOrEqual(score[0] + score[1]);
});

/** Runs in the page: loses the court's context, as a driver that restarts does. False where there is none. */
function loseContext(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('#court canvas:not([data-lost])');
  const gl = canvas?.getContext('webgl2') ?? canvas?.getContext('webgl');
  const extension = gl?.getExtension('WEBGL_lose_context');
  if (canvas === null || extension === null || extension === undefined) return false;
  canvas.dataset['lost'] = '';
  extension.loseContext();
  return true;
}

/** Runs in the page: waits until the left paddle, which is amber, is seen on the court. */
function awaitPaddle(): Promise<void> {
  const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (copy === null) throw new Error('The page has no 2D canvas.');
  return new Promise((done) => {
    const look = (): void => {
      const canvas = document.querySelector<HTMLCanvasElement>('#court canvas:not([data-lost])');
      if (canvas !== null) {
        [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, Math.ceil(canvas.width / 8), canvas.height);
        let amber = 0;
        for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 200 && (data[at + 2] ?? 255) < 120) amber++;
        if (amber > 100) {
          done();
          return;
        }
      }
      // A timer's frame comes after the one that the court has asked for in its own: the picture is there until the frame ends.
      setTimeout(() => requestAnimationFrame(look), 5);
    };
    look();
  });
}
