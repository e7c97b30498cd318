import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../electron/contract/settings.ts';
import { top } from '../../electron/launch/top.ts';
import { type Mosquitto, startMosquitto, whyNoMosquitto } from './mosquitto.ts';

const folder = join(top, 'electron/rendezvous/deployment');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the files of the deployment', () => {
  it('are where compose.yml mounts them, and name nothing that it does not', () => {
    const mounts = [...read('compose.yml').matchAll(/- \.\/(\S+?):(\/\S+):ro/g)].map(([, source, target]) => ({ source, target: target! }));
    // Made by whoever runs it.
    const there = mounts.filter(({ source }) => source !== 'certs' && source !== 'passwords');
    expect(there.map(({ source }) => source)).toEqual(['mosquitto.conf', 'acl', 'turnserver.conf']);
    for (const { source } of there) expect(existsSync(join(folder, source!)), source).toBe(true);
    for (const [, path] of (read('mosquitto.conf') + read('turnserver.conf')).matchAll(/^\w+[ =](\/\S+)$/gm)) {
      expect(
        mounts.some(({ target }) => path === target || path!.startsWith(`${target}/`)),
        path,
      ).toBe(true);
    }
  });

  it('come with settings that the game takes', () => {
    const [, example = ''] = /```json\n(.*?)```/s.exec(read('README.md')) ?? [];
    const { rendezvous, iceServers } = v.parse(settingsSchema, JSON.parse(example));
    expect(rendezvous).toHaveLength(1);
    expect(iceServers).toHaveLength(3);
  });
});

const missing = whyNoMosquitto();
if (missing !== undefined) console.log(`Not run: Mosquitto with the files of the deployment, because ${missing}.`);

describe.skipIf(missing !== undefined)('Mosquitto with the files of the deployment', () => {
  let server: Mosquitto;
  const clients: MqttClient[] = [];
  beforeAll(async () => {
    server = await startMosquitto({ tls: true });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await server?.close();
  });

  async function connect(options: IClientOptions = {}): Promise<MqttClient> {
    const { url, username, password, caFile } = server;
    // MQTT 5, because it says what was refused where 3.1.1 keeps silent.
    const usual: IClientOptions = { username, password, ca: readFileSync(caFile!), protocolVersion: 5, reconnectPeriod: 0 };
    const client = await connectAsync(url, { ...usual, ...options }, false);
    clients.push(client);
    return client;
  }

  /** What a client gets on the topics that it has, until it gets the text `last`. */
  function heard(client: MqttClient, last: string): Promise<string[]> {
    return new Promise((done) => {
      const texts: string[] = [];
      client.on('message', (topic, payload) => {
        texts.push(`${topic} ${payload}`);
        if (payload.toString() === last) done(texts);
      });
    });
  }

  it('carries what two players of version 3.1.1 say', async () => {
    const [host, joiner] = await Promise.all([connect({ protocolVersion: 4 }), connect({ protocolVersion: 4 })]);
    const hears = heard(host, 'knock');
    await host.subscribeAsync('paddlewire/1/K7QF/host', { qos: 1 });
    await joiner.publishAsync('paddlewire/1/K7QF/host', 'knock', { qos: 1 });
    expect(await hears).toEqual(['paddlewire/1/K7QF/host knock']);
  });

  it.each([
    ['without a password', { username: undefined, password: undefined }],
    ['with a wrong password', { password: 'guessed' }],
    ['as another user', { username: 'admin' }],
  ])('refuses a client %s', async (_how, options) => {
    await expect(connect(options as IClientOptions)).rejects.toThrow(/not authori[sz]ed|bad user/i);
  });

  it('refuses what is not of this protocol: another topic, a shorter one, a deeper one', async () => {
    const client = await connect();
    for (const topic of [
      'elsewhere/1/K7QF/host',
      'paddlewire',
      'paddlewire/1/K7QF',
      'paddlewire/2/K7QF/host',
      'paddlewire/1/K7QF/host/deeper',
    ]) {
      await expect(client.publishAsync(topic, 'x', { qos: 1 }), topic).rejects.toThrow(/not authorized/i);
    }
  });

  it('delivers nothing else to a client that asks for everything', async () => {
    const [greedy, player] = await Promise.all([connect(), connect()]);
    const hears = heard(greedy, 'last');
    await greedy.subscribeAsync(['#', '$SYS/#'], { qos: 1 });
    await player.publishAsync('elsewhere', 'first', { qos: 1 }).catch(() => undefined);
    await player.publishAsync('paddlewire/1/K7QF/host', 'last', { qos: 1 });
    expect(await hears).toEqual(['paddlewire/1/K7QF/host last']);
  });

  it.each([
    ['more than a message may have', 20_000, false],
    ['what is to be kept', 20, true],
  ])('cuts off a client that sends %s', async (_what, bytes, retain) => {
    const client = await connect();
    const closed = new Promise<void>((done) => client.once('close', () => done()));
    client.on('error', () => undefined);
    // Never answered.
    void client.publishAsync('paddlewire/1/K7QF/host', Buffer.alloc(bytes), { qos: 1, retain }).catch(() => undefined);
    await closed;
    expect(client.connected).toBe(false);
  });
});
