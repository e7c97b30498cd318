import { describe, expect, it } from 'vitest';
import { LEAST_WINDOW_BYTES, MTU_BYTES } from './dcsctp.ts';
import { SctpEndpoint } from './endpoint.ts';
import { FAST, type Packet, RELIABLE, type Stream } from './packet.ts';

/** One way. */
const DELAY_MS = 50;
/** With its header a chunk of 48 bytes. */
const BYTES = 30;

/** Two endpoints with the same delay both ways, in steps of 1 ms. */
class Pair {
  nowMs = 0;
  /** Whether a packet that leaves side 0 or 1 now is lost. */
  loses: (side: 0 | 1, packet: Packet) => boolean = () => false;
  readonly sent: { readonly side: 0 | 1; readonly atMs: number; readonly packet: Packet }[] = [];
  readonly arrived: { readonly side: 0 | 1; readonly atMs: number; readonly stream: Stream; readonly value: number }[] = [];
  readonly endpoints: readonly [SctpEndpoint, SctpEndpoint];
  readonly #flights: { readonly to: 0 | 1; readonly atMs: number; readonly packet: Packet }[] = [];

  /** @param fastResends of side 0 and 1 */
  constructor(fastResends = 0) {
    const carry =
      (side: 0 | 1) =>
      (nowMs: number, packet: Packet): void => {
        this.sent.push({ side, atMs: nowMs, packet });
        if (!this.loses(side, packet)) this.#flights.push({ to: side === 0 ? 1 : 0, atMs: nowMs + DELAY_MS, packet });
      };
    this.endpoints = [new SctpEndpoint(fastResends, carry(0)), new SctpEndpoint(fastResends, carry(1))];
  }

  send(value: number, stream: Stream = FAST, bytes = BYTES): void {
    this.endpoints[0].send(this.nowMs, stream, new Uint8Array(bytes).fill(value));
  }

  run(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs++;
      while ((this.#flights[0]?.atMs ?? Number.POSITIVE_INFINITY) <= this.nowMs) {
        const { to = 0, packet } = this.#flights.shift() ?? {};
        if (packet === undefined) break;
        this.endpoints[to].receive(this.nowMs, packet);
        this.#take(to);
      }
      for (const endpoint of this.endpoints) if (endpoint.timerMs <= this.nowMs) endpoint.wake(this.nowMs);
    }
  }

  #take(side: 0 | 1): void {
    for (let message = this.endpoints[side].takeMessage(); message !== undefined; message = this.endpoints[side].takeMessage()) {
      this.arrived.push({ side, atMs: this.nowMs, stream: message.stream, value: message.bytes[0] ?? 0 });
    }
  }

  /** Values that arrived at side 1. */
  get values(): number[] {
    return this.arrived.map(({ value }) => value);
  }

  /** Times at which side 0 sent chunks. */
  get sendingMs(): number[] {
    return this.sent.filter(({ side, packet }) => side === 0 && packet.chunks.length > 0).map(({ atMs }) => atMs);
  }

  get acks(): number[] {
    return this.sent.filter(({ side, packet }) => side === 1 && packet.sack !== undefined).map(({ atMs }) => atMs);
  }
}

/** A pair whose side 0 has just had a time-out, so that its window is one MTU. */
function afterTimeOut(): Pair {
  const pair = new Pair();
  pair.loses = () => true;
  pair.send(0);
  pair.run(700);
  pair.loses = () => false;
  expect(pair.endpoints[0].measured).toMatchObject({ windowBytes: MTU_BYTES, inFlightBytes: 0 });
  return pair;
}

describe('an SCTP association', () => {
  it('brings messages of both streams a delay later, and counts 16 bytes of header for each', () => {
    const pair = new Pair();
    pair.send(1);
    pair.send(2, RELIABLE);
    expect(pair.endpoints[0].measured.inFlightBytes).toBe(96);
    pair.run(DELAY_MS);
    expect(pair.arrived).toEqual([
      { side: 1, atMs: DELAY_MS, stream: FAST, value: 1 },
      { side: 1, atMs: DELAY_MS, stream: RELIABLE, value: 2 },
    ]);
  });

  it('acknowledges the first packet at once, then every second one, a single one after 200 ms, and one after a gap at once', () => {
    const pair = new Pair();
    for (const value of [1, 2, 3]) {
      pair.send(value);
      pair.run(10);
    }
    pair.run(300);
    expect(pair.acks).toEqual([50, 70]);
    pair.send(4);
    pair.run(300);
    expect(pair.acks.slice(2)).toEqual([330 + DELAY_MS + 200]);
    pair.loses = (side) => side === 0;
    pair.send(5);
    pair.loses = () => false;
    pair.run(10);
    pair.send(6);
    pair.run(60);
    expect(pair.acks.slice(3)).toEqual([640 + DELAY_MS]);
  });

  it('waits 500 ms for the first acknowledgement, then twice as long each time, and never longer than 3 s', () => {
    const pair = new Pair();
    pair.loses = () => true;
    pair.send(1, RELIABLE);
    pair.run(12_000);
    expect(pair.sendingMs).toEqual([0, 500, 1500, 3500, 6500, 9500]);
    pair.loses = () => false;
    pair.run(3000);
    expect(pair.values).toEqual([1]);
  });

  it('waits for no less than 400 ms on a quick link', () => {
    const pair = new Pair();
    for (let i = 0; i < 60; i++) {
      pair.send(i);
      pair.run(16);
    }
    pair.loses = () => true;
    pair.send(1, RELIABLE);
    const fromMs = pair.nowMs;
    pair.run(1000);
    // Acknowledgements of what was sent before still come, and start the wait again.
    expect(pair.sendingMs.filter((atMs) => atMs > fromMs)[0]).toBeGreaterThanOrEqual(fromMs + 400);
  });

  it('lets no more than one MTU out after a time-out, the last message in two parts, and grows again by what is acknowledged', () => {
    const pair = afterTimeOut();
    for (let i = 1; i <= 40; i++) pair.send(i);
    const { inFlightBytes } = pair.endpoints[0].measured;
    expect(inFlightBytes).toBeLessThanOrEqual(MTU_BYTES);
    expect(inFlightBytes).toBeGreaterThan(MTU_BYTES - 8);
    expect(pair.endpoints[0].bufferedAmount(FAST)).toBeGreaterThan(15 * BYTES);
    pair.run(DELAY_MS);
    // One part of the 25th has arrived.
    expect(pair.values.length).toBe(24);
    pair.run(3 * DELAY_MS);
    expect(pair.values.length).toBe(40);
    pair.run(1000);
    expect(pair.endpoints[0].measured.windowBytes).toBeGreaterThan(1.5 * MTU_BYTES);
  });

  it('tells the page of what waits until nothing does', () => {
    const pair = afterTimeOut();
    for (let i = 1; i <= 60; i++) pair.send(i);
    const waits = pair.endpoints[0].bufferedAmount(FAST);
    // Only the messages from the first that did not leave on are counted.
    expect(waits).toBe(36 * BYTES);
    pair.run(2 * DELAY_MS + 1);
    expect(pair.endpoints[0].measured.inFlightBytes).toBeGreaterThan(0);
    expect([0, waits]).toContain(pair.endpoints[0].bufferedAmount(FAST));
    pair.run(1000);
    expect(pair.endpoints[0].bufferedAmount(FAST)).toBe(0);
  });

  it('sends a reliable message again once three acknowledgements have missed it, and halves the window to four MTU at least', () => {
    const pair = new Pair();
    pair.loses = (side) => side === 0;
    pair.send(1, RELIABLE);
    pair.loses = () => false;
    for (let i = 2; i <= 5; i++) {
      pair.run(10);
      pair.send(i, RELIABLE);
    }
    pair.run(20 + 2 * DELAY_MS);
    expect(pair.sendingMs).toEqual([0, 10, 20, 30, 40, 30 + 2 * DELAY_MS]);
    expect(pair.endpoints[0].measured.windowBytes).toBe(5 * MTU_BYTES);
    pair.run(DELAY_MS);
    expect(pair.values).toEqual([1, 2, 3, 4, 5]);
    expect(LEAST_WINDOW_BYTES).toBe(4 * MTU_BYTES);
  });

  it('gives a lost packet of the unreliable stream up, and tells the receiver with the next packet not to wait', () => {
    const pair = new Pair();
    pair.loses = (side) => side === 0;
    pair.send(1);
    pair.loses = () => false;
    for (let i = 2; i <= 12; i++) {
      pair.run(16);
      pair.send(i);
    }
    pair.run(500);
    expect(pair.values).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const forwards = pair.sent.filter(({ packet }) => packet.forwardTsn !== undefined);
    expect(forwards.map(({ packet }) => packet.forwardTsn)).toEqual([1]);
    expect(pair.endpoints[0].measured.inFlightBytes).toBe(0);
    expect(pair.endpoints[0].timerMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('sends a packet of the unreliable stream again as often as it may, and gives it up then', () => {
    for (const fastResends of [0, 1, 2]) {
      const pair = new Pair(fastResends);
      pair.loses = (side, { chunks }) => side === 0 && chunks.some(({ tsn }) => tsn === 1);
      for (let i = 1; i <= 30; i++) {
        pair.send(i);
        pair.run(16);
      }
      pair.run(500);
      const sent = pair.sent.filter(({ packet }) => packet.chunks.some(({ tsn }) => tsn === 1));
      expect(sent.length).toBe(1 + fastResends);
      expect(pair.values.length).toBe(29);
      expect(pair.endpoints[0].timerMs).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('counts what is lost as on its way until it is noticed', () => {
    const pair = new Pair();
    pair.loses = () => true;
    for (let i = 0; i < 20; i++) pair.send(i);
    pair.run(400);
    expect(pair.endpoints[0].measured.inFlightBytes).toBe(20 * 48);
    pair.run(100);
    expect(pair.endpoints[0].measured.inFlightBytes).toBe(0);
  });

  it('repeats a FORWARD-TSN that was lost, but not within a round trip', () => {
    const pair = afterTimeOut();
    pair.loses = (_, { forwardTsn }) => forwardTsn !== undefined;
    for (let i = 0; i < 20; i++) {
      pair.send(i);
      pair.run(20);
    }
    const times = pair.sent.filter(({ packet }) => packet.forwardTsn !== undefined).map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThan(1);
    for (const [i, atMs] of times.slice(1).entries()) expect(atMs - (times[i] ?? 0)).toBeGreaterThanOrEqual(100);
  });

  it('brings everything reliable once and in order, and the rest once, over a link that loses both ways', () => {
    const pair = new Pair();
    let draw = 1;
    pair.loses = () => {
      draw = (Math.imul(draw, 1_103_515_245) + 12_345) >>> 0;
      return draw >>> 16 < 0.25 * 65_536;
    };
    for (let i = 0; i < 200; i++) {
      pair.send(i);
      if (i % 4 === 0) pair.send(i, RELIABLE, 900);
      pair.run(16);
    }
    pair.run(60_000);
    const of = (stream: Stream): number[] => pair.arrived.filter((each) => each.stream === stream).map(({ value }) => value);
    expect(of(RELIABLE)).toEqual(Array.from({ length: 50 }, (_, i) => i * 4));
    expect(new Set(of(FAST)).size).toBe(of(FAST).length);
    expect(of(FAST).length).toBeGreaterThan(100);
  });
});
