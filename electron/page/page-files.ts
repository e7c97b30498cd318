import { promises as fs } from 'node:fs';
import { extname, join } from 'node:path';

/** Kinds of file that the page is made of; nothing else is served. */
const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** One part of a path: no dot at its start, and none of the characters that mean something to a file system or a URL. */
const partPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}$/;

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly body: Buffer;
  readonly mimeType: string;
}

/**
 * Where a URL's path lies in the page's folder.
 *
 * @param path as it stands in the URL, from its first slash up to any `?`; percent signs are refused, since no file of the page needs one
 * @returns undefined when it is not a plain path below the folder, or not a kind of file that the page is made of
 */
export function pageFilePath(folder: string, path: string): string | undefined {
  const parts = path === '/' ? ['index.html'] : path.split('/').slice(1);
  if (!path.startsWith('/') || parts.length > 8 || !parts.every((part) => partPattern.test(part))) return undefined;
  return Object.hasOwn(mimeTypes, extname(parts.at(-1) ?? '')) ? join(folder, ...parts) : undefined;
}

/** Reads a file of the page; undefined when there is none for this path (see {@link pageFilePath}). */
export async function readPageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const file = pageFilePath(folder, path);
  if (file === undefined) return undefined;
  try {
    return { body: await fs.readFile(file), mimeType: mimeTypes[extname(file)] ?? 'application/octet-stream' };
  } catch {
    return undefined;
  }
}
