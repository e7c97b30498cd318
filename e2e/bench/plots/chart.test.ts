import { expect, test as it } from 'vitest';
import { axisTo, Chart, chartSheet } from '../../../netcode/lab/bench/plots/chart.ts';

it('an axis ends at a round number that holds everything', () => {
  expect(axisTo(122, 'x')).toMatchObject({ from: 0, to: 150 });
  expect(axisTo(2, 'x').ticks.map(({ label }) => label)).toEqual(['0', '0.5', '1', '1.5', '2']);
  expect(axisTo(0.3, 'x').ticks.map(({ at }) => at)).toHaveLength(4);
  expect(axisTo(0, 'x').to).toBeGreaterThan(0);
});

it('what lies outside the axes is drawn at their edge', () => {
  const sheet = chartSheet(1, 'title', 'subtitle');
  const chart = new Chart(sheet, { column: 0, row: 0 }, 'chart', axisTo(10, 'x'), axisTo(10, 'y'));
  chart.dots(undefined, [[99, -99]], 0);
  chart.dots(undefined, [[10, 0]], 0);
  const dots = sheet.toString().match(/<circle [^>]*>/g) ?? [];
  expect(dots).toHaveLength(2);
  expect(dots[0]).toBe(dots[1]);
});

it('every line and its sample in the legend look alike', () => {
  const sheet = chartSheet(1, 'title', 'subtitle');
  const chart = new Chart(sheet, { column: 1, row: 0 }, 'chart', axisTo(10, 'x'), axisTo(10, 'y'));
  chart.line(
    'first',
    [
      [0, 0],
      [10, 10],
    ],
    0,
  );
  chart.line(
    'second',
    [
      [0, 10],
      [10, 0],
    ],
    1,
  );
  expect(sheet.toString().match(/<polyline class="trace0"/g)).toHaveLength(2);
  expect(sheet.toString().match(/<polyline class="trace1"/g)).toHaveLength(2);
});
