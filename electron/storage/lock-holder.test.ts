import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { hasEnded, thisHolder } from './lock-holder.ts';

const self = thisHolder(0, 'a'.repeat(32));

it('a process that is not there has ended, also on systems that have no name for their space of processes', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(hasEnded({ ...self, space: 'this machine', pid })).toBe(true);
  expect(hasEnded({ ...self, space: '', pid })).toBe(true);
});
