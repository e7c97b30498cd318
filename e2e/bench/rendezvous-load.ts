import { randomBytes } from 'node:crypto';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { HostHandshake, type HostStep } from '../../netcode/rendezvous/host-handshake.ts';
import { type JoinCode, makeJoinCode } from '../../netcode/rendezvous/join-code.ts';
import { JoinerHandshake, type JoinerStep } from '../../netcode/rendezvous/joiner-handshake.ts';

/** A broker under load. */
export interface Target {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificate to trust. */
  readonly ca?: Buffer;
}

/** A meeting that takes longer than this, in ms, is lost; in the game each message has 3 s. Long, because all players share this machine. */
const LOST_MS = 120_000;

/**
 * What the two sides say once the handshake is through, before it is sealed: a session description with its candidates, as long as two windows of
 * a machine with one network were seen to send.
 */
const offer = new Uint8Array(2_048).map((_, index) => index & 0xff);
const answer = offer.subarray(0, 1_264);

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** Adds up the time that the handshakes themselves take, which is nearly all arithmetic of CPace: the players' work, not the broker's. */
export class CryptoClock {
  totalMs = 0;

  measure<Result>(work: () => Result): Result {
    const began = performance.now();
    const result = work();
    this.totalMs += performance.now() - began;
    return result;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Connects a client of its own for one player and makes sure that it hears what it says, as the game does. */
async function connectPlayer({ url, username, password, ca }: Target): Promise<MqttClient> {
  const options: IClientOptions = { protocolVersion: 4, clean: true, keepalive: 60, reconnectPeriod: 0, connectTimeout: LOST_MS };
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  const client = await connectAsync(url, { ...options, ...login, ...(ca === undefined ? {} : { ca }) }, false);
  // A connection that fails makes a lost meeting, which is counted.
  client.on('error', () => undefined);
  const probe = `paddlewire/1/0000/probe-${randomBytes(8).toString('hex')}`;
  const heard = new Promise<void>((done, failed) => {
    client.once('message', () => done());
    client.once('close', () => failed(new Error('The broker has closed the connection of a player.')));
  });
  await Promise.all([client.subscribeAsync(probe, { qos: 1 }), client.publishAsync(probe, Buffer.of(0), { qos: 1 }), heard]);
  await client.unsubscribeAsync(probe);
  return client;
}

/** Makes codes with nameplates of their own: two games that drew the same one would be no fault of the broker. */
export function makeCodes(count: number): JoinCode[] {
  const codes = new Map<string, JoinCode>();
  while (codes.size < count) {
    const code = makeJoinCode(random(8));
    codes.set(code.nameplate, code);
  }
  return [...codes.values()];
}

/** A host that waits at the broker under its code. */
export class WaitingHost {
  readonly code: JoinCode;
  readonly #target: Target;
  readonly #clock: CryptoClock;
  readonly #client: MqttClient;

  private constructor(target: Target, code: JoinCode, clock: CryptoClock, client: MqttClient) {
    this.code = code;
    this.#target = target;
    this.#clock = clock;
    this.#client = client;
    const handshake = new HostHandshake(code, random, performance.now());
    const carryOut = (step: HostStep): void => {
      if (step.type === 'send') this.#publish(client, step.to, step.bytes);
      if (step.type !== 'signal' || !isSame(step.plain, offer)) return;
      const reply = clock.measure(() => handshake.wrap(answer));
      if (reply !== undefined) carryOut(reply);
    };
    client.on('message', (_topic, payload) => {
      clock.measure(() => handshake.receive(performance.now(), new Uint8Array(payload))).forEach(carryOut);
    });
  }

  static async open(target: Target, code: JoinCode, clock: CryptoClock): Promise<WaitingHost> {
    const client = await connectPlayer(target);
    const host = new WaitingHost(target, code, clock, client);
    await client.subscribeAsync(`paddlewire/1/${code.nameplate}/host`, { qos: 1 });
    return host;
  }

  /** Lets a joiner come, with a connection of its own, and both leave. Answers how long it took in ms, or undefined when it came to nothing. */
  async meet(): Promise<number | undefined> {
    const began = performance.now();
    const joiner = await connectPlayer(this.#target).catch(() => undefined);
    if (joiner === undefined) return undefined;
    try {
      const heard = await this.#join(joiner);
      return heard !== undefined && isSame(heard, answer) ? performance.now() - began : undefined;
    } finally {
      joiner.end(true);
      this.#client.end(true);
    }
  }

  /** The joiner's part, up to the host's sealed reply. */
  #join(client: MqttClient): Promise<Uint8Array | undefined> {
    return new Promise((done) => {
      const handshake = this.#clock.measure(() => new JoinerHandshake(this.code, random));
      const limit = setTimeout(() => done(undefined), LOST_MS);
      const settle = (heard: Uint8Array | undefined): void => {
        clearTimeout(limit);
        done(heard);
      };
      const carryOut = (step: JoinerStep): void => {
        if (step.type === 'send') this.#publish(client, 'host', step.bytes);
        else if (step.type === 'signal') settle(step.plain);
        else if (step.type === 'refused') settle(undefined);
        else {
          const sealed = this.#clock.measure(() => handshake.wrap(offer));
          if (sealed !== undefined) this.#publish(client, 'host', sealed);
        }
      };
      client.on('message', (_topic, payload) => {
        this.#clock.measure(() => handshake.receive(new Uint8Array(payload))).forEach(carryOut);
      });
      client.once('close', () => settle(undefined));
      client.subscribeAsync(`paddlewire/1/${this.code.nameplate}/${handshake.id}`, { qos: 1 }).then(
        () => this.#publish(client, 'host', handshake.knock()),
        () => settle(undefined),
      );
    });
  }

  #publish(client: MqttClient, role: string, bytes: Uint8Array): void {
    // What is not delivered shows as a lost meeting.
    client.publishAsync(`paddlewire/1/${this.code.nameplate}/${role}`, Buffer.from(bytes), { qos: 1 }).catch(() => undefined);
  }
}

/** Does the work for each item, `limit` of them at a time. Answers the results in the order of the items. */
export async function atATime<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
