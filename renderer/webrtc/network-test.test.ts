import { expect, it } from 'vitest';
import { portsVary, type SeenCandidate } from './network-test.ts';

const seen = (port: number, relatedPort: number | null, more: Partial<SeenCandidate> = {}): SeenCandidate => ({
  type: 'srflx',
  protocol: 'udp',
  port,
  relatedPort,
  ...more,
});

it('sees that a router gives one port several faces', () => {
  expect(portsVary([seen(1000, 500), seen(1001, 500)])).toBe(true);
});

it.each([
  ['the same face from two servers', [seen(1000, 500), seen(1000, 500)]],
  ['two ports with a face each', [seen(1000, 500), seen(1001, 501)]],
  ['ports that the browser hides', [seen(1000, 0), seen(1001, 0), seen(1002, 9), seen(1003, 9), seen(1004, null), seen(1005, null)]],
  ['relays and own addresses', [seen(1000, 500), seen(1001, 500, { type: 'relay' }), seen(1002, 500, { type: 'host' })]],
])('does not take %s for that', (_, candidates) => {
  expect(portsVary(candidates)).toBe(false);
});
