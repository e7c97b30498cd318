import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PendingPublishes, type Sent } from './pending-publishes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const payload = Uint8Array.of(1);
const ignore = () => undefined;
const topicsIn = (pending: PendingPublishes) => Array.from(pending.messages, ({ topic }) => topic);

it('a message is published once a broker has it, and kept for others for 15 s', async () => {
  const pending = new PendingPublishes();
  await pending.add('a', payload, ({ acknowledged }: Sent) => acknowledged());
  vi.advanceTimersByTime(14_999);
  expect(topicsIn(pending)).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(topicsIn(pending)).toEqual([]);
});

it('a message that no broker takes is given up after 15 s', async () => {
  const published = new PendingPublishes().add('a', payload, ignore);
  vi.advanceTimersByTime(15_000);
  await expect(published).rejects.toThrow('No rendezvous could be reached in time');
});

it('the oldest of too many is given up, and the order stays', async () => {
  const pending = new PendingPublishes();
  const oldest = pending.add('0', payload, ignore);
  const others = Array.from({ length: 64 }, (_, index) => pending.add(String(index + 1), payload, ({ acknowledged }) => acknowledged()));
  await Promise.all(others);
  await expect(oldest).rejects.toThrow('Too many');
  expect(topicsIn(pending)).toEqual(Array.from({ length: 64 }, (_, index) => String(index + 1)));
});

it('who still waits when it is closed is told why', async () => {
  const pending = new PendingPublishes();
  const published = pending.add('a', payload, ignore);
  pending.close(new Error('closed here'));
  await expect(published).rejects.toThrow('closed here');
  expect(topicsIn(pending)).toEqual([]);
});
