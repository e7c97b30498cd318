import { promises as fs } from 'node:fs';

/** Makes a folder's new entries survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and its file systems write entries in order by themselves.
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
