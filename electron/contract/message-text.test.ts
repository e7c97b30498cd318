import fc from 'fast-check';
import { expect, test as it } from 'vitest';
import { decodeMessage, encodeMessage } from './message-text.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Uint8Array.from(array));
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    bytes,
    fc.array(tie('message'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('message'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

it('what is written is what is read', () => {
  fc.assert(
    fc.property(message, (value) => {
      expect(decodeMessage(encodeMessage(value), 1e6)).toEqual(value);
    }),
  );
});

it('a large record survives', () => {
  const record = Uint8Array.from({ length: 65_536 }, (_, index) => (index * 7) & 0xff);
  expect(decodeMessage(encodeMessage({ a: [record] }), 256 * 1024)).toEqual({ a: [record] });
});

it('whatever text arrives, reading it gives a value or throws an Error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const outcome = attempt(() => decodeMessage(text, 1e6));
      expect(outcome.error === undefined || outcome.error instanceof Error).toBe(true);
    }),
  );
});

function attempt(work: () => unknown): { readonly error?: unknown } {
  try {
    work();
    return {};
  } catch (error) {
    return { error };
  }
}

it.each(['{"$":1}', '{"$":"AA"}', '{"$":"A==="}', '{"$":"####"}', '{"$":"AAAA","x":1}', '[{"$":null}]', '{"$":"=AAA"}'])(
  '%s is refused',
  (text) => {
    expect(() => decodeMessage(text, 1_000)).toThrow('Bytes have to be one base64 string.');
  },
);

it('a text over the limit is not even parsed', () => {
  expect(() => decodeMessage('{'.repeat(11), 10)).toThrow('longer than 10');
});

it('what text has no form for is refused', () => {
  for (const value of [{ $: 1 }, [1n], { a: () => 1 }, Symbol('x')]) expect(() => encodeMessage(value)).toThrow(TypeError);
});
