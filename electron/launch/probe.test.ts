import { expect, it } from 'vitest';
import { probe } from './probe.ts';

const answering = (status: number) => async () => new Response(null, { status });

it('is content with a file that is there', async () => {
  expect(await probe('https://example.org/file', answering(200))).toBeUndefined();
});

it('names the status of a file that is not', async () => {
  expect(await probe('https://example.org/file', answering(404))).toBe('answers with status 404');
});

it('says so when nothing answers', async () => {
  const unreachable = () => Promise.reject(new TypeError('fetch failed'));
  expect(await probe('https://example.org/file', unreachable)).toBe("can't be reached");
});
