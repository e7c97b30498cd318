import { expect, test as it } from 'vitest';
import { burstsInWords, freezeInWords, lossSvg } from './loss-plot.ts';

it('a freeze is told by what it means to a player', () => {
  expect(freezeInWords(20, 600_000)).toBe('none');
  expect(freezeInWords(368, 600_000)).toBe('368 ms');
  expect(freezeInWords(2416, 600_000)).toBe('2.4 s');
  expect(freezeInWords(544_340, 600_000)).toBe('for good');
});

it('bursts count only up to the first length that was not survived', () => {
  expect(burstsInWords([])).toBe('none');
  expect(burstsInWords([1])).toBe('1 tick');
  expect(burstsInWords([1, 2, 3, 9])).toBe('1 to 3 ticks');
  expect(burstsInWords([2, 3])).toBe('none');
});

it('every cell of every library is drawn', () => {
  const cell = { bursts: false, stallsPerMinute: 0, longestFreezeMs: 20, divergences: 0, rollbackP50: 1, rollbackP99: 2, comparedTicks: 9 };
  const cells = [
    { ...cell, delayMs: 0, lossPercent: 5 },
    { ...cell, delayMs: 250, lossPercent: 20, bursts: true, longestFreezeMs: 599_000, stallsPerMinute: Number.NaN },
  ];
  const svg = lossSvg({
    wire: 'sctp',
    cells,
    burstsSurvived: [1, 2],
    jitterMs: 50,
    minutesPerCell: 10,
    notes: [],
    others: { another: { version: '1.0.0', notes: [], cells, burstsSurvived: [] } },
  });
  expect(svg.match(/for good/g)).toHaveLength(2);
  expect(svg.match(/class="calm"/g)).toHaveLength(2);
  expect(svg).toContain('another 1.0.0');
});
