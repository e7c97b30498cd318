import { resolve } from 'node:path';

/** Folder of package.json. This file, and every folder that it is bundled into, lies two levels below. */
export const top = resolve(import.meta.dirname, '../..');
