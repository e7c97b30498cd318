import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { CLEAN, type Conditions } from '../../netcode/local/network.ts';
import { type Side, UdpProxy } from './udp-proxy.ts';

const address = '127.0.0.1';
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Two sides that know of each other what the proxy tells them. */
class Sides {
  readonly sockets: readonly [Socket, Socket];
  readonly heard: [string[], string[]] = [[], []];
  /** Where each side's address is, as the other knows it. */
  readonly ports: [number, number] = [0, 0];

  constructor() {
    this.sockets = [createSocket('udp4'), createSocket('udp4')];
    for (const [side, socket] of this.sockets.entries()) socket.on('message', (bytes) => this.heard[side]!.push(bytes.toString()));
  }

  static async behind(proxy: UdpProxy): Promise<Sides> {
    const sides = new Sides();
    for (const side of [0, 1] as const) {
      const socket = sides.sockets[side];
      socket.bind(0, address);
      await once(socket, 'listening');
      sides.ports[side] = portOf((await proxy.replace(side, candidate(socket.address().port))) ?? '');
    }
    open.push(proxy, ...sides.sockets);
    return sides;
  }

  send(from: Side, text: string): void {
    this.sockets[from].send(text, this.ports[from === 0 ? 1 : 0], address);
  }

  /** Sends until something arrives, which shows that whatever was sent before has passed the proxy or never will. */
  async reaches(from: Side, text: string): Promise<void> {
    const arrived = once(this.sockets[from === 0 ? 1 : 0], 'message');
    this.send(from, text);
    await arrived;
  }
}

function candidate(port: number, protocol = 'udp'): string {
  return `candidate:1 1 ${protocol} 2122260223 ${address} ${port} typ host generation 0 ufrag abcd network-id 1`;
}

function portOf(text: string): number {
  return Number(text.split(' ')[5]);
}

function proxyWith(conditions: Partial<Conditions> = {}, seed = 1): UdpProxy {
  return new UdpProxy(seed, { ...CLEAN, ...conditions });
}

it('carries packets both ways, each side seeing the proxy alone', async () => {
  const sides = await Sides.behind(proxyWith());
  const seen: number[] = [];
  for (const socket of sides.sockets) socket.on('message', (_, from) => seen.push(from.port));
  await sides.reaches(0, 'there');
  await sides.reaches(1, 'back');
  expect(sides.heard).toEqual([['back'], ['there']]);
  expect(seen).toEqual(sides.ports);
});

it('carries what comes from an address that no candidate told of, and answers find their way back', async () => {
  const sides = await Sides.behind(proxyWith());
  const unknown = createSocket('udp4');
  open.push(unknown);
  const arrived = once(sides.sockets[1], 'message');
  unknown.send('who am I', sides.ports[1], address);
  const [, from] = await arrived;
  const answered = once(unknown, 'message');
  sides.sockets[1].send('you are', from.port, address);
  expect(String((await answered)[0])).toBe('you are');
});

it.each([0, 1] as const)('cuts what side %i sends and nothing else, until it is healed', async (sender) => {
  const proxy = proxyWith();
  const sides = await Sides.behind(proxy);
  const other = sender === 0 ? 1 : 0;
  await sides.reaches(sender, 'before');
  proxy.cut(sender);
  sides.send(sender, 'lost');
  await sides.reaches(other, 'the other way');
  // The proxy has passed over it by now: the answer came through the same process after it.
  proxy.heal();
  await sides.reaches(sender, 'after');
  expect(sides.heard[other]).toEqual(['before', 'after']);
});

it('loses the same packets for the same seed', async () => {
  const heard: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const sides = await Sides.behind(proxyWith({ loss: 0.5 }, 7));
    for (let i = 0; i < 40; i++) sides.send(0, String(i));
    const endArrives = (): boolean => {
      sides.send(0, 'end');
      return sides.heard[1].includes('end');
    };
    await expect.poll(endArrives, { timeout: 10_000 }).toBe(true);
    heard.push(sides.heard[1].filter((text) => text !== 'end'));
  }
  expect(heard[1]).toEqual(heard[0]);
  expect(heard[0]!.length).toBeGreaterThan(5);
  expect(heard[0]!.length).toBeLessThan(35);
});

it('delays packets so that they overtake each other, and loses none of them', async () => {
  const sides = await Sides.behind(proxyWith({ delayMs: 5, jitterMs: 40 }));
  const sent = Array.from({ length: 30 }, (_, i) => String(i));
  for (const text of sent) sides.send(0, text);
  await expect.poll(() => sides.heard[1].length, { timeout: 10_000 }).toBe(sent.length);
  expect(sides.heard[1]).not.toEqual(sent);
  expect(sides.heard[1].toSorted((a, b) => Number(a) - Number(b))).toEqual(sent);
});

it('replaces every UDP candidate of a description and leaves the others out', async () => {
  const proxy = proxyWith();
  open.push(proxy);
  const lines = ['v=0', `a=${candidate(50_001)}`, `a=${candidate(9, 'tcp')}`, 'a=end-of-candidates', ''];
  const replaced = (await proxy.replaceAll(0, lines.join('\r\n'))).split('\r\n');
  const stands = (await proxy.replace(0, candidate(50_001))) ?? '';
  expect(stands).not.toBe(candidate(50_001));
  expect(replaced).toEqual(['v=0', `a=${stands}`, 'a=end-of-candidates', '']);
});
