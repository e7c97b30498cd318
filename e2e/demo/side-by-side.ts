import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

/** Pixels between the two pictures. */
const gap = 12;

/** Writes a PNG of two windows beside each other. Either page may do the drawing, so no image library is needed. */
export async function screenshotSideBySide(pages: readonly [Page, Page], file: string): Promise<void> {
  const pictures = await Promise.all(pages.map(async (page) => (await page.screenshot()).toString('base64')));
  const drawn = await pages[0].evaluate(drawSideBySide, { pictures, gap });
  await writeFile(file, Buffer.from(drawn, 'base64'));
}

/** Runs in the page: base64 of PNGs in, base64 of one PNG out. */
async function drawSideBySide({ pictures, gap: space }: { pictures: string[]; gap: number }): Promise<string> {
  const bitmaps = await Promise.all(
    pictures.map((picture) => {
      const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
      return createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    }),
  );
  const width = bitmaps.reduce((sum, bitmap) => sum + bitmap.width + space, -space);
  const canvas = new OffscreenCanvas(width, Math.max(...bitmaps.map((bitmap) => bitmap.height)));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The page has no 2D canvas.');
  // Black between the two, rather than what a viewer shows for nothing.
  context.fillRect(0, 0, canvas.width, canvas.height);
  let x = 0;
  for (const bitmap of bitmaps) {
    context.drawImage(bitmap, x, 0);
    x += bitmap.width + space;
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
