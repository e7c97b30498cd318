import { constants, promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { type Settings, settingsSchema } from '../contract/settings.ts';
import { codeOf, diskWords, isMissing } from './disk-error.ts';
import { replaceFile } from './replace-file.ts';
import { changedNames, changeFields, type SettingsTaken, saveRefusal, soundFields, takeFields } from './settings-fields.ts';
import { decodeText, readFields } from './settings-text.ts';

/** A settings file that a person wrote is a few kB; more is not looked at. */
const maxFileBytes = 64 * 1024;

/** Settings and what was wrong with the file they came from. */
export interface ReadSettings {
  readonly settings: Settings;
  /** One plain sentence for each thing that was wrong; empty when all was well. */
  readonly problems: readonly string[];
}

/** Settings that were written and are now in force: what was wanted, and what somebody has changed in the file meanwhile. */
export interface SavedSettings extends ReadSettings {
  /** Name of the copy of the file as it was, when something in it was lost by writing. */
  readonly keptAs: string | undefined;
}

/** The config file of one profile. */
export interface SettingsFile {
  /**
   * Reads it for whoever will save it: what {@link save} is given is compared with this. What is wrong is replaced by what was right the last time, or by
   * defaults; the file itself is not touched. Never rejects.
   */
  load(): Promise<ReadSettings>;
  /** Reads it as {@link load} does, for somebody who will not save it. */
  read(): Promise<ReadSettings>;
  /**
   * Writes what was changed since it was last loaded or saved into the file, and leaves all else there as it is.
   *
   * @throws Error when a field is not allowed or the disk fails, in words to be shown
   */
  save(settings: unknown): Promise<SavedSettings>;
}

/** What there is on the disk. */
interface FileFound extends ReadSettings {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Settings that have something wrong in them. */
  readonly bad: ReadonlySet<string>;
  /** Writing would lose more of it than settings that are bad: it makes no sense, can't be read or has comments. */
  readonly losesByWriting: boolean;
}

/**
 * The settings file in a folder, which is made when the file is first written.
 *
 * @param onLastFailed told when the copy of what was sound could not be written
 */
export function openSettingsFile(folder: string, onLastFailed: (error: unknown) => void = () => undefined): SettingsFile {
  const file = join(folder, 'settings.json');
  /** What was sound in the file the last time that it made sense, for when it makes none. */
  const lastFile = join(folder, 'settings.json.last');
  let given: Settings | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time: reading writes the copy of the last sound file. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  async function find(): Promise<FileFound> {
    const text = await readText(file);
    if (text === undefined) return { ...(await instead()), problems: [], losesByWriting: false };
    if (typeof text !== 'string') {
      const why = codeOf(text) === undefined ? text.message : diskWords(text);
      return withProblem(`settings.json can't be read: ${why}`);
    }
    const read = readFields(text);
    if (typeof read === 'string') return withProblem(`settings.json ${read}.`);
    const taken = takeFields(read.fields);
    await keepLast(text, read.fields, taken);
    return { ...taken, fields: read.fields, losesByWriting: read.hasComments };
  }

  async function withProblem(problem: string): Promise<FileFound> {
    const { fromLast, ...found } = await instead();
    const used = fromLast ? 'The previous settings are used.' : 'The defaults are used.';
    return { ...found, problems: [`${problem} ${used}`], losesByWriting: true };
  }

  /** What is in force without a file that makes sense. */
  async function instead(): Promise<Omit<FileFound, 'problems' | 'losesByWriting'> & { readonly fromLast: boolean }> {
    const last = await readLast();
    // Without a file at all somebody has removed it, to begin anew.
    const fromLast = last !== undefined && (await fs.lstat(file).catch(() => undefined)) !== undefined;
    const fields = fromLast ? last : {};
    return { ...takeFields(fields), fields, fromLast };
  }

  async function readLast(): Promise<Record<string, unknown> | undefined> {
    const text = await readText(lastFile);
    const read = typeof text === 'string' ? readFields(text) : '';
    return typeof read === 'string' ? undefined : read.fields;
  }

  async function keepLast(text: string, fields: Readonly<Record<string, unknown>>, taken: SettingsTaken): Promise<void> {
    try {
      const sound = taken.bad.size === 0 ? text : textOf(soundFields(fields, taken, (await readLast()) ?? {}));
      if ((await readText(lastFile)) !== sound) await replaceFile(lastFile, sound);
    } catch (error) {
      onLastFailed(error);
    }
  }

  async function write(wanted: Settings): Promise<SavedSettings> {
    const found = await find();
    const before = given ?? found.settings;
    const fields = changeFields(found.fields, before, wanted);
    const loses = found.losesByWriting || changedNames(before, wanted).some((name) => found.bad.has(name));
    try {
      await fs.mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const keptAs = loses ? await keepCopy(file) : undefined;
      const text = textOf(fields);
      await replaceFile(file, text);
      const taken = takeFields(fields);
      await keepLast(text, fields, taken);
      const { settings, problems } = taken;
      given = settings;
      return { settings, problems, keptAs };
    } catch (error) {
      throw new Error(diskWords(error), { cause: error });
    }
  }

  async function read(): Promise<ReadSettings> {
    const { settings, problems } = await find();
    return { settings, problems };
  }

  return {
    load: () =>
      inTurn(async () => {
        const found = await read();
        given = found.settings;
        return found;
      }),
    read: () => inTurn(read),
    save: (settings) => {
      const checked = v.safeParse(settingsSchema, settings);
      if (!checked.success) return Promise.reject(new Error(saveRefusal(String(checked.issues[0].path?.[0]?.key))));
      return inTurn(() => write(checked.output));
    },
  };
}

function textOf(fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** Text of a file, undefined when there is none, an Error when it can't be read. */
async function readText(file: string): Promise<string | Error | undefined> {
  try {
    const found = await fs.stat(file);
    // A pipe would keep this waiting forever.
    if (!found.isFile()) return new Error('something else has its name, such as a folder. Rename or remove it.');
    if (found.size > maxFileBytes) return new Error(`it is too large (${found.size} bytes).`);
    return decodeText(await fs.readFile(file));
  } catch (error) {
    if (isMissing(error)) return undefined;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Keeps a file under the first free name of `.bad-N` and returns that name; undefined when there is none to keep. One that can't be copied is moved. */
async function keepCopy(file: string): Promise<string | undefined> {
  for (let number = 1; ; number++) {
    const kept = `${file}.bad-${number}`;
    try {
      await fs.copyFile(file, kept, constants.COPYFILE_EXCL);
      return `settings.json.bad-${number}`;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') continue;
      if (isMissing(error)) return undefined;
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      // One may move what one may not read.
      await fs.rename(file, kept);
      return `settings.json.bad-${number}`;
    }
  }
}
