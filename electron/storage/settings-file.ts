import { constants, promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';
import type { Settings } from '../desktop.ts';
import { settingsSchema } from '../desktop-schemas.ts';

/** A settings file that a person wrote is a few kB; more is not looked at. */
const maxFileBytes = 64 * 1024;

/** Each round takes one bad field out; a file with more of them is not worth saving field by field. */
const maxRounds = 40;

/** What each field has to be, for the sentence that reports a bad one. */
const expected: Readonly<Record<string, string>> = {
  name: '1 to 20 visible characters',
  volumePercent: 'a whole number from 0 to 100',
  framesPerSecond: '0 for as many as the screen shows, or a whole number from 1 to 240',
  effects: 'an object with trail, shake, hitStop and bloom, each true or false',
  motion: '"system", "full" or "reduced"',
  inputDelayTicks: 'a whole number from 0 to 3',
  keys: 'an object with up and down, each a list of 1 to 4 key codes such as "KeyW"',
  pad: 'an object with up, down, select and back, each a list of 1 to 4 inputs of a gamepad such as "button12" or "axis1-"',
  brokerPorts: 'a list of 1 to 16 port numbers from 1024 to 65535',
  lanPlay: 'true or false',
  rendezvous:
    'a list of at most 8 brokers with "url" such as "mqtts://example.org:8883", and "username" and "password" beside it where needed',
  iceServers: 'a list of at most 8 servers with "urls" such as "stun:example.org:3478"',
  relayOnly: 'true or false',
  graceSeconds: 'a whole number from 5 to 600',
};

/** What each field within these has to be: they fall one by one, all else whole. */
const expectedWithin: Readonly<Record<string, string>> = {
  effects: 'true or false',
  keys: 'a list of 1 to 4 key codes such as "KeyW"',
  pad: 'a list of 1 to 4 inputs of a gamepad such as "button12" or "axis1-"',
};

/** Settings and what was wrong with the file they came from. */
export interface ReadSettings {
  readonly settings: Settings;
  /** One plain sentence for each thing that was wrong; empty when all was well. */
  readonly problems: readonly string[];
}

/** The config file of one profile. */
export interface SettingsFile {
  /** Reads it. What is wrong is replaced by defaults; the file as it was is kept as `settings.json.bad-N` first. Never rejects. */
  load(): Promise<ReadSettings>;
  /**
   * Writes it atomically and answers with what is now in force.
   *
   * @throws Error when a field is not allowed, or the disk fails
   */
  save(settings: unknown): Promise<Settings>;
}

/** The settings file in a folder, which is made when the file is first written. */
export function openSettingsFile(folder: string): SettingsFile {
  const file = join(folder, 'settings.json');
  return {
    load: async () => {
      const text = await readText(file);
      if (text === undefined) return { settings: v.parse(settingsSchema, {}), problems: [] };
      if (text instanceof Error) {
        return {
          settings: v.parse(settingsSchema, {}),
          problems: [`settings.json can't be read (${text.message}); the defaults are used.`],
        };
      }
      const { settings, problems } = interpretSettings(text);
      if (problems.length === 0) return { settings, problems };
      return { settings, problems: [...problems, await keepAside(file, settings)] };
    },
    save: async (settings) => {
      const checked = v.safeParse(settingsSchema, settings);
      if (!checked.success) throw new Error(sentence(pathOf(checked.issues[0]), checked.issues[0]));
      await fs.mkdir(dirname(file), { recursive: true });
      await write(file, checked.output);
      return checked.output;
    },
  };
}

/** Takes what is right from a settings file's text and says what is wrong. */
export function interpretSettings(text: string): ReadSettings {
  const problems: string[] = [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      settings: v.parse(settingsSchema, {}),
      problems: [`settings.json is not valid JSON (${visible(why)}); the defaults are used.`],
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { settings: v.parse(settingsSchema, {}), problems: ['settings.json has to hold one object; the defaults are used.'] };
  }
  for (let round = 0; round < maxRounds; round++) {
    // Only the first is looked at, and a long list of wrong items would have one each.
    const checked = v.safeParse(settingsSchema, value, { abortEarly: true });
    if (checked.success) return { settings: checked.output, problems };
    const [issue] = checked.issues;
    const path = pathOf(issue);
    problems.push(sentence(path, issue));
    remove(value, path);
  }
  return { settings: v.parse(settingsSchema, {}), problems: ['settings.json has too many errors; the defaults are used.'] };
}

/** Names of the fields down to the one that is taken out. */
function pathOf(issue: v.BaseIssue<unknown>): readonly string[] {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  return path.slice(0, Object.hasOwn(expectedWithin, path[0] ?? '') ? 2 : 1);
}

function sentence(path: readonly string[], issue: v.BaseIssue<unknown>): string {
  const shown = visible(path.join('.').slice(0, 60));
  const [top = ''] = path;
  if (!Object.hasOwn(expected, top) || (issue.expected === 'never' && path.length === (issue.path?.length ?? 0)))
    return `"${shown}" is not a setting; it was left out.`;
  if (path.length === 1) return `"${shown}" has to be ${expected[top]}; the default is used.`;
  return `"${shown}" has to be ${expectedWithin[top]}; the default is used.`;
}

/** Text of the file as it can be shown within a sentence: without characters that hide or turn what stands around them. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

function remove(value: object, path: readonly string[]): void {
  const [top = '', inner] = path;
  const nested: unknown = Reflect.get(value, top);
  Reflect.deleteProperty(inner !== undefined && typeof nested === 'object' && nested !== null ? nested : value, inner ?? top);
}

async function readText(file: string): Promise<string | Error | undefined> {
  try {
    const { size } = await fs.stat(file);
    // Kept aside like any other file that makes no sense.
    if (size > maxFileBytes) return `(${size} bytes)`;
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Copies the file to the first free `.bad-N`, then writes what was right of it. Answers with a sentence about that. */
async function keepAside(file: string, settings: Settings): Promise<string> {
  try {
    for (let number = 1; ; number++) {
      try {
        await fs.copyFile(file, `${file}.bad-${number}`, constants.COPYFILE_EXCL);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
        throw error;
      }
      await write(file, settings);
      return `The file as it was is kept as settings.json.bad-${number}.`;
    }
  } catch (error) {
    return `settings.json was left as it is, because a copy could not be kept (${error instanceof Error ? error.message : String(error)}).`;
  }
}

function write(file: string, settings: Settings): Promise<void> {
  // Passwords of brokers and relays are in it.
  return writeFileAtomic(file, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 });
}
