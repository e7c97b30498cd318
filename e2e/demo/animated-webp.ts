/** One picture of an animation. */
export interface AnimationFrame {
  /** A still WebP, as a browser encodes it. */
  readonly webp: Uint8Array;
  /** Where it lies on the animation's canvas; even pixels, because the format counts in twos. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
}

/** "RIFF", a size and "WEBP". */
const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Of the extended format: it moves, and parts of it are transparent. */
const FLAGS = 0x02 | 0x10;
/** The chunks of a still WebP that hold its pixels, in the order that a frame wants. */
const PIXEL_CHUNKS = ['ALPH', 'VP8 ', 'VP8L'];

/**
 * Puts still pictures into one animated WebP that repeats forever. Transparent parts of a picture leave what is below them.
 * [The format](https://developers.google.com/speed/webp/docs/riff_container) is a list of chunks, so that no image library is needed.
 *
 * @throws Error for a picture that is no WebP
 */
export function animatedWebp(width: number, height: number, frames: readonly AnimationFrame[]): Uint8Array {
  const extended = Buffer.alloc(10);
  extended.writeUInt8(FLAGS, 0);
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  // Four bytes of background, two of repetitions: 0 is forever.
  const chunks = [chunk('VP8X', extended), chunk('ANIM', Buffer.alloc(6)), ...frames.map((frame) => chunk('ANMF', frameOf(frame)))];
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

function frameOf({ webp, x, y, width, height, durationMs }: AnimationFrame): Buffer {
  const header = Buffer.alloc(16);
  header.writeUIntLE(x / 2, 0, 3);
  header.writeUIntLE(y / 2, 3, 3);
  header.writeUIntLE(width - 1, 6, 3);
  header.writeUIntLE(height - 1, 9, 3);
  header.writeUIntLE(Math.round(durationMs), 12, 3);
  return Buffer.concat([header, ...pixelsOf(Buffer.from(webp))]);
}

function pixelsOf(webp: Buffer): Buffer[] {
  if (webp.toString('latin1', 0, 4) !== 'RIFF' || webp.toString('latin1', 8, FILE_HEADER_BYTES) !== 'WEBP') {
    throw new Error('A picture of the animation is no WebP.');
  }
  const found: Buffer[] = [];
  for (let at = FILE_HEADER_BYTES; at < webp.length; ) {
    const size = webp.readUInt32LE(at + 4);
    const end = at + CHUNK_HEADER_BYTES + size + (size % 2);
    if (PIXEL_CHUNKS.includes(webp.toString('latin1', at, at + 4))) found.push(webp.subarray(at, end));
    at = end;
  }
  return found;
}

/** A chunk fills an even number of bytes. */
function chunk(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES, name, 'latin1');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}
