import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test as it } from 'vitest';
import { openSettingsFile } from './settings-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-settings-'));
  file = join(folder, 'settings.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function load(text: string) {
  writeFileSync(file, text);
  return openSettingsFile(folder).load();
}

it('without a file the defaults are in force and nothing is written', async () => {
  const { settings, problems } = await openSettingsFile(folder).load();
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({
    name: 'Player',
    effects: { trail: true, bloom: true },
    keys: { up: ['KeyW', 'ArrowUp'] },
    lanPlay: false,
    rendezvous: [],
    iceServers: [],
    relayOnly: false,
    graceSeconds: 60,
  });
  expect(existsSync(file)).toBe(false);
});

it('what is saved is what is loaded', async () => {
  const settings = openSettingsFile(join(folder, 'new'));
  const wanted = {
    ...(await settings.load()).settings,
    name: 'Åsa 🏓',
    lanPlay: true,
    rendezvous: [{ url: 'mqtts://example.org', username: 'ada', password: 'x y' }, { url: 'mqtt://192.0.2.1:27613' }],
    iceServers: [{ urls: 'stun:example.org:3478' }, { urls: 'turn:example.org', username: 'ada', secret: 's' }],
    relayOnly: true,
  };
  expect(await settings.save(wanted)).toEqual(wanted);
  expect(await settings.load()).toEqual({ settings: wanted, problems: [] });
  expect(readdirSync(join(folder, 'new'))).toEqual(['settings.json']);
});

it('fields that are missing have their defaults, also inside others', async () => {
  const { settings, problems } = await load('{"effects":{"shake":false},"keys":{"up":["KeyI"]}}');
  expect(problems).toEqual([]);
  expect(settings.effects).toEqual({ trail: true, shake: false, hitStop: true, bloom: true });
  expect(settings.keys).toEqual({ up: ['KeyI'], down: ['KeyS', 'ArrowDown'] });
});

it('a file from before gamepads could be bound is read as it was, and a bad binding falls alone', async () => {
  const before = await load('{"keys":{"up":["KeyI"]}}');
  expect(before).toMatchObject({ settings: { pad: { up: ['button12', 'axis1-'], select: ['button0'] } }, problems: [] });
  const { settings, problems } = await load('{"pad":{"up":["button5"],"down":["axis3+"],"back":["button500"]}}');
  expect(settings.pad).toEqual({ up: ['button5'], down: ['axis3+'], select: ['button0'], back: ['button1'] });
  expect(problems[0]).toBe(
    '"pad.back" has to be a list of 1 to 4 inputs of a gamepad such as "button12" or "axis1-"; the default is used.',
  );
});

it.skipIf(process.platform === 'win32')('nobody else can read the passwords in it', async () => {
  writeFileSync(file, '{"colour":"red"}', { mode: 0o644 });
  await openSettingsFile(folder).load();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each([
  'mqtt://example.org',
  'mqtt://192.0.2.1:1883/',
  'mqtts://[2001:db8::1]:8883',
  'ws://localhost:9001/mqtt',
  'wss://example.org/mqtt?room=1',
])('a broker at %s is taken', async (url) => {
  expect(await load(JSON.stringify({ rendezvous: [{ url }] }))).toMatchObject({ settings: { rendezvous: [{ url }] }, problems: [] });
});

it.each<[string, unknown]>([
  ['of another protocol', [{ url: 'http://example.org' }]],
  ['without a host', [{ url: 'mqtt:///x' }]],
  ['with a password in its address', [{ url: 'mqtt://ada:secret@example.org' }]],
  ['with a path that MQTT has no place for', [{ url: 'mqtt://example.org/x' }]],
  ['with a port that does not exist', [{ url: 'mqtt://example.org:70000' }]],
  ['with a space in its address', [{ url: 'mqtt://exam ple.org' }]],
  ['with a password for nobody', [{ url: 'mqtt://example.org', password: 'x' }]],
  ['with an unknown field', [{ url: 'mqtt://example.org', topic: 'x' }]],
  ['that is one too many', Array.from({ length: 9 }, () => ({ url: 'mqtt://example.org' }))],
])('a broker %s is refused', async (_what, rendezvous) => {
  const { settings, problems } = await load(JSON.stringify({ name: 'Ada', rendezvous }));
  expect(settings).toMatchObject({ name: 'Ada', rendezvous: [] });
  expect(problems[0]).toMatch(/^"rendezvous" has to be a list of at most 8 brokers with "url" such as/);
});

it('each wrong field is named in plain words, the others stay, and the file as it was is kept', async () => {
  const text = '{"name":"Ada","volumePercent":150,"colour":"red","effects":{"shake":"no"},"keys":{"up":7},"brokerPorts":[80]}';
  const { settings, problems } = await load(text);
  expect(settings).toMatchObject({ name: 'Ada', volumePercent: 60, effects: { shake: true }, keys: { up: ['KeyW', 'ArrowUp'] } });
  expect(problems.toSorted()).toEqual([
    '"brokerPorts" has to be a list of 1 to 16 port numbers from 1024 to 65535; the default is used.',
    '"colour" is not a setting; it was left out.',
    '"effects.shake" has to be true or false; the default is used.',
    '"keys.up" has to be a list of 1 to 4 key codes such as "KeyW"; the default is used.',
    '"volumePercent" has to be a whole number from 0 to 100; the default is used.',
    'The file as it was is kept as settings.json.bad-1.',
  ]);
  expect(readFileSync(`${file}.bad-1`, 'utf8')).toBe(text);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settings);
});

it('a second bad file does not replace the first', async () => {
  await load('{');
  await load('[]');
  expect(readFileSync(`${file}.bad-1`, 'utf8')).toBe('{');
  expect(readFileSync(`${file}.bad-2`, 'utf8')).toBe('[]');
  expect((await openSettingsFile(folder).load()).problems).toEqual([]);
});

it.each(['', '{', 'null', '7', '"x"', '[]', '{"__proto__":{"name":"x"}}', '\0\0\0', '{"keys":{"left":["KeyA"]}}'])(
  'a file of %j is reported',
  async (text) => {
    const { settings, problems } = await load(text);
    expect(problems.length).toBeGreaterThan(1);
    expect(settings.name).toBe('Player');
  },
);

it('a file with very many errors, or very long, gives the defaults', async () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x${index}`, index])));
  expect((await load(many)).problems[0]).toContain('too many errors');
  expect((await load(' '.repeat(70_000))).problems[0]).toContain('not valid JSON');
});

it('characters of the file that would hide or turn a sentence are not shown', async () => {
  for (const text of ['\u0001', '\u202e', '{"a\u202e\u0007":1}', '{"\\ud800":1}']) {
    const { problems } = await load(text);
    expect(problems.join()).toContain('settings.json');
    expect(problems.join()).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});

it('what can be shown of a name is kept', async () => {
  for (const [name, kept] of [
    ['a\u202eb', 'ab'],
    ['A\u030asa\n', 'Åsa'],
    [' می\u200cم ', 'می\u200cم'],
    ['x'.repeat(21), 'x'.repeat(20)],
  ] as const) {
    const { settings, problems } = await load(JSON.stringify({ name }));
    expect([settings.name, problems]).toEqual([kept, []]);
  }
});

it('names of which nothing can be seen are refused', async () => {
  for (const name of ['', '   ', '\u200b', '\u3164', '\u2800 \ufe0f']) {
    const { problems } = await load(JSON.stringify({ name }));
    expect(problems[0]).toBe('"name" has to be 1 to 20 visible characters; the default is used.');
  }
});

it('saving something wrong says what and changes nothing', async () => {
  await load('{"name":"Ada"}');
  const settings = openSettingsFile(folder);
  await expect(settings.save({ name: 'Bob', volumePercent: -1 })).rejects.toThrow('"volumePercent" has to be a whole number from 0 to 100');
  expect((await settings.load()).settings.name).toBe('Ada');
});
