import { expect, it } from 'vitest';
import { withLine } from './chat-order.ts';
import type { ChatLine } from './match-view.ts';

const line = (lamport: number, from: 1 | 2): ChatLine => ({
  id: 0,
  seat: from === 1 ? 0 : 1,
  name: '',
  waits: false,
  text: `${lamport}/${from}`,
  lamport,
  from,
});
const shown = (arrivals: readonly ChatLine[], most = 50): string[] =>
  arrivals.reduce<ChatLine[]>((lines, arrival) => withLine(lines, arrival, most), []).map(({ text }) => text);

it('two sides show lines that crossed on the way in the same order', () => {
  const order = ['1/1', '1/2', '2/1', '2/2', '3/1'];
  expect(shown([line(1, 1), line(2, 1), line(1, 2), line(2, 2), line(3, 1)])).toEqual(order);
  expect(shown([line(1, 2), line(2, 2), line(1, 1), line(2, 1), line(3, 1)])).toEqual(order);
});

it('the oldest lines make way', () => {
  expect(shown([line(1, 1), line(3, 1), line(2, 2)], 2)).toEqual(['2/2', '3/1']);
});
