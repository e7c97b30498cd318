import { hkdfSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { ALPHABET } from './join-code.ts';
import { resumeCode } from './resume-code.ts';
import { TOPIC_PATTERN, topicOf } from './topics.ts';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i);

it('the code of a match is what PROTOCOL.md makes of its secret: two versions meet again', () => {
  const derive = (what: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha512', secret, '', what, bytes));
  expect(resumeCode(secret)).toEqual({
    nameplate: Array.from(derive('resume nameplate', 16), (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]).join(''),
    secret: derive('resume password', 32).toString('hex'),
  });
});

it('a code names a topic that brokers let through, and tells nobody the code of another match', () => {
  const { nameplate, secret: password } = resumeCode(secret);
  expect(topicOf(nameplate, 'host')).toMatch(TOPIC_PATTERN);
  expect([...nameplate].every((character) => ALPHABET.includes(character))).toBe(true);
  const other = resumeCode(secret.with(31, 0));
  expect(other.nameplate).not.toBe(nameplate);
  expect(other.secret).not.toBe(password);
});
