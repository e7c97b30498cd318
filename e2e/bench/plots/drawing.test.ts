import { expect, test as it } from 'vitest';
import { Drawing } from '../../../netcode/lab/bench/plots/drawing.ts';

it('what readers of the file would take for markup is escaped', () => {
  const drawing = new Drawing(400, 100, 'a < b & c');
  drawing.text(10, 30, '<script> & more');
  expect(drawing.toString()).toContain('&lt;script&gt; &amp; more');
  expect(drawing.toString()).toContain('<title>a &lt; b &amp; c</title>');
  expect(drawing.toString()).not.toContain('<script>');
});

it('a text that would be cut off is refused', () => {
  const drawing = new Drawing(100, 50, 'small');
  expect(() => drawing.text(10, 30, 'far too long for this image')).toThrow('does not fit');
  expect(() => drawing.text(20, 30, 'long', { anchor: 'end' })).toThrow('does not fit');
  expect(() => drawing.text(10, 60, 'low')).toThrow('does not fit');
  drawing.text(10, 30, 'fits');
});

it('coordinates carry one digit at most', () => {
  const drawing = new Drawing(100, 50, 'digits');
  drawing.bar(1 / 3, 2, 10, 10, 'ours');
  expect(drawing.toString()).toContain('x="0.3"');
});
