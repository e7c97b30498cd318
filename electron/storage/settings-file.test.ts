import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test as it } from 'vitest';
import type { Settings } from '../contract/desktop.ts';
import { openSettingsFile } from './settings-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paddlewire-settings-'));
  file = join(folder, 'settings.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function load(text: string | Uint8Array) {
  writeFileSync(file, text);
  return openSettingsFile(folder).load();
}

it('without a file the defaults are in force and nothing is written', async () => {
  const { settings, problems } = await openSettingsFile(folder).load();
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({
    name: '',
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
  expect(await settings.save(wanted)).toEqual({ settings: wanted, problems: [], keptAs: undefined });
  expect(await settings.load()).toEqual({ settings: wanted, problems: [] });
  expect(readdirSync(join(folder, 'new'))).toEqual(['settings.json', 'settings.json.last']);
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
  writeFileSync(file, '{"name":"Ada"}', { mode: 0o644 });
  await change({ volumePercent: 7 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(`${file}.last`).mode & 0o777).toBe(0o600);
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
])('a broker %s is refused', async (_what, rendezvous) => {
  const { settings, problems } = await load(JSON.stringify({ name: 'Ada', rendezvous }));
  expect(settings).toMatchObject({ name: 'Ada', rendezvous: [] });
  expect(problems[0]).toMatch(/^Entry 1 of "rendezvous" has to be a broker with "url" such as/);
});

it('of a list that is too long the first entries are used', async () => {
  const rendezvous = Array.from({ length: 9 }, (_, index) => ({ url: `mqtt://${index}.example.org` }));
  const { settings, problems } = await load(JSON.stringify({ rendezvous }));
  expect(settings.rendezvous).toEqual(rendezvous.slice(0, 8));
  expect(problems).toEqual(['"rendezvous" has more than 8 entries; the rest are left out.']);
});

it('one misspelt server among good ones is named, and the good ones stay', async () => {
  const good = [{ urls: 'stun:a.example.org' }, { urls: 'turn:b.example.org', username: 'u', credential: 'c' }];
  const { settings, problems } = await load(
    JSON.stringify({ iceServers: [good[0], { urls: 'sturn:x' }, good[1]], brokerPorts: [27613, 80] }),
  );
  expect(settings.iceServers).toEqual(good);
  expect(settings.brokerPorts).toEqual([27613]);
  expect(problems).toEqual([
    'Entry 2 of "brokerPorts" has to be a port number from 1024 to 65535; it is left out.',
    'Entry 2 of "iceServers" has to be a server with "urls" such as "stun:example.org:3478"; it is left out.',
  ]);
});

it('each wrong field is named in plain words, the others stay, and the file is left alone', async () => {
  const text = '{"name":"Ada","volumePercent":150,"colour":"red","effects":{"shake":"no"},"keys":{"up":7},"brokerPorts":7}';
  const { settings, problems } = await load(text);
  expect(settings).toMatchObject({ name: 'Ada', volumePercent: 60, effects: { shake: true }, keys: { up: ['KeyW', 'ArrowUp'] } });
  expect(problems.toSorted()).toEqual([
    '"brokerPorts" has to be a list of 1 to 16 port numbers from 1024 to 65535; the default is used.',
    '"colour" is not a setting of this version; it is left unchanged.',
    '"effects.shake" has to be true or false; the default is used.',
    '"keys.up" has to be a list of 1 to 4 key codes such as "KeyW"; the default is used.',
    '"volumePercent" has to be a whole number from 0 to 100; the default is used.',
  ]);
  expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.last']);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

/** Loads, changes something as the page does, and loads again with another program. */
async function change(changes: Partial<Settings>) {
  const settings = openSettingsFile(folder);
  const { settings: before } = await settings.load();
  const { keptAs } = await settings.save({ ...before, ...changes });
  return { keptAs, written: JSON.parse(readFileSync(file, 'utf8')), ...(await openSettingsFile(folder).load()) };
}

it('what a newer version has written is still there after this one has saved', async () => {
  const newer = {
    name: 'Ada',
    motion: 'calm',
    theme: { dark: true },
    effects: { shake: false, sparks: 3 },
    keys: { up: ['KeyI'], dash: ['KeyX'] },
  };
  writeFileSync(file, JSON.stringify(newer));
  const { written, settings, keptAs } = await change({
    volumePercent: 7,
    effects: { trail: false, shake: false, hitStop: true, bloom: true },
  });
  expect(written).toMatchObject({ ...newer, volumePercent: 7, effects: { shake: false, sparks: 3, trail: false } });
  expect(settings).toMatchObject({ name: 'Ada', motion: 'system', volumePercent: 7, keys: { up: ['KeyI'] } });
  // Effects had something in them that this version does not know, and were changed.
  expect(keptAs).toBe('settings.json.bad-1');
});

it('a bad value that the player replaces is kept in a copy', async () => {
  const text = '{"rendezvous":[{"url":"mqtt://a.example"},{"url":"mqt://b.example"}]}';
  writeFileSync(file, text);
  const other = await change({ volumePercent: 7 });
  expect(other.keptAs).toBeUndefined();
  expect(other.written.rendezvous).toHaveLength(2);
  const { keptAs, problems } = await change({ rendezvous: [{ url: 'mqtt://c.example' }] });
  expect(keptAs).toBe('settings.json.bad-1');
  expect(readFileSync(`${file}.bad-1`, 'utf8')).toContain('mqt://b.example');
  expect(problems).toEqual([]);
});

it('what somebody changes in the file while the window is open is not written over', async () => {
  writeFileSync(file, '{"name":"Ada","volumePercent":50}');
  const settings = openSettingsFile(folder);
  const { settings: before } = await settings.load();
  writeFileSync(file, '{"name":"Ada","volumePercent":50,"relayOnly":true}');
  const first = await settings.save({ ...before, name: 'Bea' });
  expect(first.settings).toMatchObject({ name: 'Bea', volumePercent: 50, relayOnly: true });
  // The page has been told of it, and can take it back.
  expect((await settings.save({ ...first.settings, relayOnly: false })).settings.relayOnly).toBe(false);
});

it('of two saves at the same time none is lost', async () => {
  const settings = openSettingsFile(folder);
  const { settings: before } = await settings.load();
  await Promise.all([settings.save({ ...before, name: 'Bea' }), settings.save({ ...before, name: 'Bea', volumePercent: 7 })]);
  expect((await settings.load()).settings).toMatchObject({ name: 'Bea', volumePercent: 7 });
});

it('settings that are loaded while others are being saved are those that were saved', async () => {
  const settings = openSettingsFile(folder);
  const { settings: before } = await settings.load();
  const saving = settings.save({ ...before, name: 'Bea' });
  expect((await settings.load()).settings.name).toBe('Bea');
  await saving;
});

const bom = Buffer.from('\ufeff', 'utf8');
const named = '{"name":"Åsa"}';

it.each<[string, Uint8Array]>([
  ['UTF-8 with a mark, as Windows editors save it', Buffer.concat([bom, Buffer.from(named)])],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${named}`, 'utf16le')],
  ['UTF-16 without one', Buffer.from(named, 'utf16le')],
  ['UTF-16 the other way round', Buffer.from(`\ufeff${named}`, 'utf16le').swap16()],
  ['the code page of Western Windows', Buffer.from(named, 'latin1')],
])('a file in %s is read', async (_what, bytes) => {
  expect(await load(bytes)).toMatchObject({ settings: { name: 'Åsa' }, problems: [] });
  const { written, keptAs } = await change({ volumePercent: 7 });
  expect(written).toMatchObject({ name: 'Åsa', volumePercent: 7 });
  expect(keptAs).toBeUndefined();
});

it('comments and commas too many are read, and kept in a copy when the file is written', async () => {
  const text = '// mine\n{ "name": "Ada // not a comment", /* loud */ "volumePercent": 90, "keys": { "up": ["KeyI",], }, }\n';
  expect(await load(text)).toMatchObject({ settings: { name: 'Ada // not a comment'.slice(0, 20), volumePercent: 90 }, problems: [] });
  const { keptAs, written } = await change({ volumePercent: 7 });
  expect(written).toMatchObject({ volumePercent: 7, keys: { up: ['KeyI'] } });
  expect(readFileSync(join(folder, keptAs ?? ''), 'utf8')).toBe(text);
});

it.each<[string, string | Uint8Array]>([
  ['is empty', ''],
  ['contains only zeros, as after a power cut', new Uint8Array(700)],
  ['is not valid JSON: see line 2, character 2', '{"name":"Ada",\n x}'],
  ['is not valid JSON: its end is missing', '{"name":"Ada"'],
  ['must contain one object in { }', '[]'],
])('of a file that %s the settings of the last time are used', async (what, broken) => {
  await load('{"name":"Ada","volumePercent":7}');
  const { settings, problems } = await load(broken);
  expect(settings).toMatchObject({ name: 'Ada', volumePercent: 7 });
  expect(problems).toEqual([`settings.json ${what}. The previous settings are used.`]);
  const { keptAs, written } = await change({ volumePercent: 8 });
  expect(written).toMatchObject({ name: 'Ada', volumePercent: 8 });
  expect(readFileSync(join(folder, keptAs ?? ''))).toEqual(Buffer.from(broken));
});

it('a file that makes no sense leaves what was right just before, though something was wrong in it for long', async () => {
  await load('{"name":"Ada","volumePercent":7,"keys":{"up":["KeyI"],"down":["KeyK"]}}');
  await load('{"name":5,"volumePercent":8,"glow":true,"keys":{"up":["KeyO"],"down":[]},"brokerPorts":[2000,1]}');
  await change({ graceSeconds: 90 });
  const before = readFileSync(`${file}.last`, 'utf8');
  await openSettingsFile(folder).load();
  expect(readFileSync(`${file}.last`, 'utf8')).toBe(before);
  const { settings, problems } = await load('{');
  expect(settings).toMatchObject({ name: 'Ada', volumePercent: 8, graceSeconds: 90, brokerPorts: [2000], keys: { up: ['KeyO'] } });
  expect(problems).toHaveLength(1);
  const { written } = await change({ volumePercent: 9 });
  expect(written).toMatchObject({ glow: true, name: 'Ada', volumePercent: 9 });
});

it('who removes the file begins anew', async () => {
  await load('{"name":"Ada"}');
  rmSync(file);
  expect(await openSettingsFile(folder).load()).toMatchObject({ settings: { name: '' }, problems: [] });
});

it('a second bad file does not replace the copy of the first', async () => {
  await load('{');
  await change({ volumePercent: 7 });
  await load('[]');
  await change({ volumePercent: 8 });
  expect(readFileSync(`${file}.bad-1`, 'utf8')).toBe('{');
  expect(readFileSync(`${file}.bad-2`, 'utf8')).toBe('[]');
  expect((await openSettingsFile(folder).load()).problems).toEqual([]);
});

it.each(['', '{', 'null', '7', '"x"', '[]', '{"__proto__":{"name":"x"}}', '\0\0\0', '{"keys":{"left":["KeyA"]}}'])(
  'a file of %j is reported',
  async (text) => {
    const { settings, problems } = await load(text);
    expect(problems).toHaveLength(1);
    expect(settings.name).toBe('');
  },
);

it('a file with very many errors has few sentences, and a very long one is not looked at', async () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x${index}`, index])));
  expect((await load(many)).problems).toEqual([expect.stringMatching(/"x4" and 95 more are not settings of this version/)]);
  expect((await load(' '.repeat(70_000))).problems).toEqual([
    expect.stringMatching(/it is too large \(70000 bytes\)\. The previous settings are used\./),
  ]);
});

it('a folder in the place of the file, or a link to itself, is named, and goes on being named when something is saved', async () => {
  mkdirSync(file);
  const settings = openSettingsFile(folder);
  const read = await settings.load();
  expect(read.problems).toEqual([expect.stringMatching(/^settings.json can't be read: something else has its name, such as a folder\./)]);
  await expect(settings.save({ ...read.settings, name: 'Ada' })).rejects.toThrow('A folder has the name of the file: rename or remove it.');
  rmSync(file, { recursive: true });
  symlinkSync(file, file);
  await expect(settings.load()).resolves.toMatchObject({ problems: [expect.stringMatching(/The file is a link that leads to itself/)] });
  await expect(settings.save({ ...read.settings, name: 'Ada' })).rejects.toThrow('The file is a link that leads to itself: remove it.');
});

it('a settings file that is a link, as of dotfiles, stays one, also before there is anything at its end', async () => {
  const elsewhere = join(folder, 'dotfiles');
  mkdirSync(elsewhere);
  symlinkSync(join('dotfiles', 'paddlewire.json'), file);
  for (const volumePercent of [7, 8]) {
    await change({ volumePercent });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(elsewhere, 'paddlewire.json'), 'utf8'))).toMatchObject({ volumePercent });
  }
});

it('what a save that was killed has left behind is in nobody’s way', async () => {
  writeFileSync(`${file}.unfinished-0123456789ab`, '{"na');
  expect((await change({ volumePercent: 7 })).settings.volumePercent).toBe(7);
  expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.last']);
});

it('saving leaves alone what somebody else keeps beside the file, whatever its name', async () => {
  const own = ['settings.json.1', 'settings.json.20261101', 'settings.json.unfinished-mine'];
  for (const name of own) writeFileSync(join(folder, name), name);
  mkdirSync(`${file}.7`);
  mkdirSync(`${file}.unfinished-0123456789ab`);
  expect((await change({ volumePercent: 7 })).settings.volumePercent).toBe(7);
  expect(own.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(own);
});

// Root may read and write everything.
describe.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('as a user with limits', () => {
  it('a file that may not be read is named, and moved aside before another one is written', async () => {
    writeFileSync(file, '{"name":"Ada"}', { mode: 0o000 });
    const { settings, problems } = await openSettingsFile(folder).load();
    expect(problems[0]).toContain('Paddlewire has no permission for it');
    await openSettingsFile(folder).save({ ...settings, volumePercent: 7 });
    expect(readdirSync(folder)).toContain('settings.json.bad-1');
  });

  it('in a folder that may not be listed settings are saved', async () => {
    chmodSync(folder, 0o300);
    const { settings } = await openSettingsFile(folder).load();
    await openSettingsFile(folder).save({ ...settings, volumePercent: 7 });
    chmodSync(folder, 0o700);
    expect((await openSettingsFile(folder).load()).settings.volumePercent).toBe(7);
  });

  it('in a folder that may only be read the settings are read, and saving says why it fails', async () => {
    writeFileSync(file, '{"name":"Ada"}');
    chmodSync(folder, 0o500);
    const { settings, problems } = await openSettingsFile(folder).load();
    expect({ name: settings.name, problems }).toEqual({ name: 'Ada', problems: [] });
    await expect(openSettingsFile(folder).save(settings)).rejects.toThrow('Paddlewire has no permission for it');
    chmodSync(folder, 0o700);
  });
});

it('characters of the file that would hide or turn a sentence are not shown', async () => {
  for (const text of ['{"a\u202e\\u0007":1}', '{"\\ud800":1}', '{"effects":{"\u202ex":1}}']) {
    const { problems } = await load(text);
    expect(problems.join()).toContain('setting of this version');
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
  for (const name of ['   ', '\u200b', '\u3164', '\u2800 \ufe0f']) {
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
