import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { hasEnded, thisHolder } from './lock-holder.ts';

const self = thisHolder(0, 'a'.repeat(32));

it('a process that is not there has ended where it is known to be of this machine, and elsewhere nobody can tell', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(hasEnded({ ...self, space: 'this machine', pid })).toBe(true);
  // Two computers of one name that share a folder.
  expect(hasEnded({ ...self, space: '', pid })).toBeUndefined();
});
