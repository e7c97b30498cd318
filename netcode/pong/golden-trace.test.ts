import { expect, it } from 'vitest';
import { GOLDEN_EVERY_TICKS, GOLDEN_TICKS, goldenTrace } from './golden-trace.ts';

it('the golden trace of 100,000 ticks gives the stored checksums', async () => {
  const checksums = goldenTrace();
  expect(checksums.length).toBe(GOLDEN_TICKS / GOLDEN_EVERY_TICKS);
  // New rules need new ones: `npx vitest run -u netcode/pong/golden-trace`.
  await expect(`${checksums.join('\n')}\n`).toMatchFileSnapshot('golden-trace.txt');
});
