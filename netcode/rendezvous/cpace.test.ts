import { describe, expect, it } from 'vitest';
import { ascii, intermediateKey, makeShare, sharedPoint, transcript } from './cpace.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const scalar = (text: string): bigint => hex(text).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
const toHex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** From draft-irtf-cfrg-cpace, "Test vector for CPace using group ristretto255 and hash SHA-512". */
const vector = {
  password: ascii('Password'),
  channel: hex('6f630b425f726573706f6e6465720b415f696e69746961746f72'),
  sessionId: hex('7e4b4791d6a8ef019b936c79fb7f2c57'),
  ya: scalar('da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08'),
  Ya: 'd40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a',
  yb: scalar('d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d'),
  Yb: '08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307',
  K: 'e22b1ef7788f661478f3cddd4c600774fc0f41e6b711569190ff88fa0e607e09',
  ISK: '4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d8346f30aa58377117eb20d527f2cbc5c76381f7fd372e89df8239f87f2e02ed1',
};

describe('CPace on ristretto255', () => {
  const a = makeShare(vector.password, vector.channel, vector.sessionId, vector.ya);
  const b = makeShare(vector.password, vector.channel, vector.sessionId, vector.yb);

  it("gives the draft's shares", () => {
    expect(toHex(a.bytes)).toBe(vector.Ya);
    expect(toHex(b.bytes)).toBe(vector.Yb);
  });

  it("gives the draft's shared point and key to both peers", () => {
    const said = transcript(a.bytes, ascii('ADa'), b.bytes, ascii('ADb'));
    for (const point of [sharedPoint(a.scalar, b.bytes), sharedPoint(b.scalar, a.bytes)]) {
      expect(toHex(point)).toBe(vector.K);
      expect(toHex(intermediateKey(vector.sessionId, point!, said))).toBe(vector.ISK);
    }
  });

  it("multiplies the draft's valid point and refuses its invalid ones", () => {
    const share = makeShare(
      vector.password,
      vector.channel,
      vector.sessionId,
      scalar('7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05'),
    );
    const valid = hex('2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c');
    expect(toHex(sharedPoint(share.scalar, valid))).toBe('7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e');
    expect(sharedPoint(share.scalar, hex('2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c'))).toBeUndefined();
    expect(sharedPoint(share.scalar, new Uint8Array(32))).toBeUndefined();
    expect(sharedPoint(share.scalar, new Uint8Array(5))).toBeUndefined();
  });
});
