import { expect, it } from 'vitest';
import { animatedWebp } from './animated-webp.ts';

/** One pixel, lossless. */
const pixel = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

/** Names and contents of the chunks of a file, its frame around them left out. */
function chunksOf(file: Buffer): [name: string, content: Buffer][] {
  const chunks: [string, Buffer][] = [];
  for (let at = 12; at < file.length; ) {
    const size = file.readUInt32LE(at + 4);
    chunks.push([file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size)]);
    at += 8 + size + (size % 2);
  }
  return chunks;
}

it('puts still pictures into one file, each at its place and for its time, and repeats it forever', () => {
  const frame = { webp: pixel, width: 1, height: 1 };
  const file = Buffer.from(
    animatedWebp(720, 706, [
      { ...frame, x: 0, y: 0, durationMs: 33.4 },
      { ...frame, x: 8, y: 16, durationMs: 40 },
    ]),
  );
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const [extended, animation, ...frames] = chunksOf(file);
  expect(extended).toEqual(['VP8X', Buffer.from([0x12, 0, 0, 0, 719 & 255, 719 >> 8, 0, 705 & 255, 705 >> 8, 0])]);
  expect(animation).toEqual(['ANIM', Buffer.alloc(6)]);
  const pixels = pixel.subarray(12);
  expect(frames).toEqual([
    ['ANMF', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 33, 0, 0, 0]), pixels])],
    ['ANMF', Buffer.concat([Buffer.from([4, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0]), pixels])],
  ]);
});

it('refuses what is no WebP', () => {
  expect(() => animatedWebp(2, 2, [{ webp: Buffer.from('GIF89a'), x: 0, y: 0, width: 2, height: 2, durationMs: 1 }])).toThrow(/no WebP/);
});
