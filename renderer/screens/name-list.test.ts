import { expect, it } from 'vitest';
import { nameList } from './name-list.ts';

it('joins names as a sentence has them', () => {
  expect([[], ['Ada'], ['Ada', 'Grace'], ['Ada', 'Grace', 'Linus']].map(nameList)).toEqual([
    '',
    'Ada',
    'Ada and Grace',
    'Ada, Grace and Linus',
  ]);
});
