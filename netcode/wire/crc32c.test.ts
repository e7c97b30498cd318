import { expect, test as it } from 'vitest';
import { crc32c } from './crc32c.ts';

it('the check value of CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe306_9283);
});

it('the vectors of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a91_36aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8_ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd_794e);
});

it('it continues from where it was', () => {
  expect(crc32c(Buffer.from('6789'), crc32c(Buffer.from('12345')))).toBe(0xe306_9283);
});
