import { expect, it } from 'vitest';
import { ControlKind, encodeControl } from '../wire/control.ts';
import { Outbox } from './outbox.ts';

it('counts the bytes that each peer was sent, in packets and in messages', () => {
  const outbox = new Outbox(undefined);
  const heard = { kind: ControlKind.heard, lamport: 7 } as const;
  outbox.fast(2, new Uint8Array(30));
  outbox.fast(3, new Uint8Array(5));
  outbox.send(2, heard);
  outbox.fast(2, new Uint8Array(12));
  expect([2, 3, 4].map((to) => outbox.sentBytes(to))).toEqual([42 + encodeControl(heard).length, 5, 0]);
});
