import { expect, it } from 'vitest';
import { QualityHistory, SAMPLE_MS, SAMPLES } from './quality-history.ts';

it('a sample holds the deepest rollback since the one before', () => {
  const history = new QualityHistory();
  history.poll(0, () => 10);
  history.rolledBack(3);
  history.rolledBack(7);
  history.rolledBack(2);
  history.poll(SAMPLE_MS - 1, () => 11);
  history.poll(SAMPLE_MS, () => 12);
  history.poll(2 * SAMPLE_MS, () => 13);
  expect(history.samples).toEqual([
    { rttMs: 10, depthTicks: 0 },
    { rttMs: 12, depthTicks: 7 },
    { rttMs: 13, depthTicks: 0 },
  ]);
});

it('the oldest samples make way', () => {
  const history = new QualityHistory();
  for (let i = 0; i < SAMPLES + 5; i++) history.poll(i * SAMPLE_MS, () => i);
  expect(history.samples).toHaveLength(SAMPLES);
  expect(history.samples[0]?.rttMs).toBe(5);
});
