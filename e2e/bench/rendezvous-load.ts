import { randomBytes } from 'node:crypto';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { HostHandshake, type HostStep, type JoinCode, JoinerHandshake, type JoinerStep, makeJoinCode } from 'paddlewire-netcode/rendezvous';

/** A broker under load. */
export interface Target {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificate to trust. */
  readonly ca?: Buffer;
}

/** A meeting that takes longer than this, in ms, is lost. Long, because all players share this machine. */
const LOST_MS = 60_000;

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

function publish(client: MqttClient, { nameplate }: JoinCode, role: string, bytes: Uint8Array): void {
  // What is not delivered shows as a lost meeting.
  client.publishAsync(`paddlewire/1/${nameplate}/${role}`, Buffer.from(bytes), { qos: 1 }).catch(() => undefined);
}

/** Opens a game under a code: it answers whoever comes, and the first to know the code with a sealed signal. Answers with its connection. */
export async function openHost(target: Target, code: JoinCode, clock: CryptoClock): Promise<MqttClient> {
  const client = await connectPlayer(target);
  const handshake = new HostHandshake(code, random, performance.now());
  const carryOut = (step: HostStep): void => {
    if (step.type === 'send') publish(client, code, step.to, step.bytes);
    if (step.type !== 'signal' || !isSame(step.plain, offer)) return;
    const reply = clock.measure(() => handshake.wrap(answer));
    if (reply !== undefined) carryOut(reply);
  };
  client.on('message', (_topic, payload) => {
    clock.measure(() => handshake.receive(performance.now(), new Uint8Array(payload))).forEach(carryOut);
  });
  await client.subscribeAsync(`paddlewire/1/${code.nameplate}/host`, { qos: 1 });
  return client;
}

/** A joiner that is connected and listens for the answers of its host, ready to knock. */
export interface ReadyJoiner {
  /** Knocks. Answers how many ms it took to the host's sealed signal, or undefined when it came to nothing. */
  meet(): Promise<number | undefined>;
  leave(): void;
}

/** Connects a joiner of the game that a code names. */
export async function openJoiner(target: Target, code: JoinCode, clock: CryptoClock): Promise<ReadyJoiner> {
  const client = await connectPlayer(target);
  const handshake = clock.measure(() => new JoinerHandshake(code, random));
  const met = new Promise<boolean>((settle) => {
    const carryOut = (step: JoinerStep): void => {
      if (step.type === 'send') publish(client, code, 'host', step.bytes);
      else if (step.type === 'signal') settle(isSame(step.plain, answer));
      else if (step.type === 'refused') settle(false);
      else {
        const sealed = clock.measure(() => handshake.wrap(offer));
        if (sealed !== undefined) publish(client, code, 'host', sealed);
      }
    };
    client.on('message', (_topic, payload) => {
      clock.measure(() => handshake.receive(new Uint8Array(payload))).forEach(carryOut);
    });
    client.once('close', () => settle(false));
  });
  await client.subscribeAsync(`paddlewire/1/${code.nameplate}/${handshake.id}`, { qos: 1 });
  return {
    meet: async () => {
      const began = performance.now();
      const limit = setTimeout(() => client.end(true), LOST_MS);
      publish(client, code, 'host', handshake.knock());
      const succeeded = await met;
      clearTimeout(limit);
      return succeeded ? performance.now() - began : undefined;
    },
    leave: () => {
      client.end(true);
    },
  };
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
