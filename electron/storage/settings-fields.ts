import * as v from 'valibot';
import { type Settings, settingsLists, settingsObjects, settingsSchema } from '../contract/settings.ts';

/** Names that are listed in one sentence; a file with more of them is no settings file. */
const maxNamed = 5;

/** What a setting has to be, in the words of its schema. */
const expected = (name: keyof Settings) => v.getDescription(settingsSchema.entries[name].wrapped);

const settingNames = Object.keys(settingsSchema.entries) as (keyof Settings)[];

/** Settings that were taken from fields, and what was wrong with these. */
export interface SettingsTaken {
  readonly settings: Settings;
  /** One plain sentence for each thing that was wrong; empty when all was well. */
  readonly problems: readonly string[];
  /** Settings that have something wrong in them. */
  readonly bad: ReadonlySet<string>;
}

/** Takes what is right from a file's fields, piece by piece, and says what is wrong. What is missing has its default. */
export function takeFields(fields: Readonly<Record<string, unknown>>): SettingsTaken {
  const problems: string[] = [];
  const bad = new Set<string>();
  const report = (name: string, sentence: string): void => {
    problems.push(sentence);
    bad.add(name);
  };
  const taken: Record<string, unknown> = {};
  for (const name of settingNames) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value === undefined || v.is(settingsSchema.entries[name], value)) taken[name] = value;
    else if (isList(name) && Array.isArray(value)) taken[name] = takeEntries(name, value, report);
    else if (isObject(name) && isRecord(value)) taken[name] = takeParts(name, value, report);
    else report(name, `"${name}" has to be ${expected(name)}; the default is used.`);
  }
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(settingsSchema.entries, name));
  if (unknown.length > 0) problems.push(notSettings(unknown));
  return { settings: v.parse(settingsSchema, taken), problems, bad };
}

/**
 * A file's fields with changed settings in them: whatever was not changed stays as it stands there, also what this version does not know.
 *
 * @param before the settings as they were before the change
 */
export function changeFields(fields: Readonly<Record<string, unknown>>, before: Settings, wanted: Settings): Record<string, unknown> {
  const changed: Record<string, unknown> = { ...fields };
  for (const name of settingNames) {
    const there = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (there !== undefined && isSame(before[name], wanted[name])) continue;
    changed[name] = isObject(name) && isRecord(there) ? { ...there, ...wanted[name] } : wanted[name];
  }
  return changed;
}

/**
 * What is worth keeping of a file's fields for when it makes no sense one day: of those with something wrong in them the part that is right, or what they
 * were the last time.
 *
 * @param last the fields that were kept the last time
 */
export function soundFields(
  fields: Readonly<Record<string, unknown>>,
  { settings, bad }: SettingsTaken,
  last: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const sound: Record<string, unknown> = { ...fields };
  for (const name of settingNames) {
    if (!bad.has(name)) continue;
    const there = fields[name];
    if (isObject(name) && isRecord(there)) sound[name] = { ...there, ...settings[name] };
    else if (isList(name) && Array.isArray(there)) sound[name] = settings[name];
    else if (Object.hasOwn(last, name)) sound[name] = last[name];
    else delete sound[name];
  }
  return sound;
}

/** Settings that a change touches. */
export function changedNames(before: Settings, wanted: Settings): readonly string[] {
  return settingNames.filter((name) => !isSame(before[name], wanted[name]));
}

/** Why settings that somebody wants to save can't be. */
export function saveRefusal(name: string): string {
  return isSetting(name) ? `"${name}" has to be ${expected(name)}.` : notSettings([name]);
}

type Report = (name: string, sentence: string) => void;

function takeEntries(name: keyof typeof settingsLists, list: readonly unknown[], report: Report): unknown {
  const { entry, most } = settingsLists[name];
  // What stands far behind the last that can be used is not looked at.
  const good = list.slice(0, 4 * most).filter((each, index) => {
    if (v.is(entry, each)) return true;
    // A long list of wrong entries has one sentence for each of those that could have been used.
    if (index < most) report(name, `Entry ${index + 1} of "${name}" has to be ${v.getDescription(entry)}; it is left out.`);
    return false;
  });
  if (good.length > most || list.length > 4 * most) report(name, `"${name}" has more than ${most} entries; the rest are left out.`);
  const used = good.slice(0, most);
  return v.is(settingsSchema.entries[name], used) ? used : undefined;
}

function takeParts(name: keyof typeof settingsObjects, value: Readonly<Record<string, unknown>>, report: Report): unknown {
  const entries: Readonly<Record<string, v.OptionalSchema<v.GenericSchema, unknown>>> = settingsObjects[name].entries;
  const unknown = Object.keys(value).filter((part) => !Object.hasOwn(entries, part));
  if (unknown.length > 0) report(name, notSettings(unknown.map((part) => `${name}.${part}`)));
  const good: Record<string, unknown> = {};
  for (const [part, schema] of Object.entries(entries)) {
    if (!Object.hasOwn(value, part)) continue;
    if (v.is(schema, value[part])) good[part] = value[part];
    else report(name, `"${name}.${part}" has to be ${v.getDescription(schema.wrapped)}; the default is used.`);
  }
  return good;
}

function notSettings(names: readonly string[]): string {
  const shown = names.slice(0, maxNamed).map((name) => `"${visible(name.slice(0, 60))}"`);
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : '';
  return names.length === 1
    ? `${shown.join()} is not a setting of this version; it is left unchanged.`
    : `${shown.join(', ')}${more} are not settings of this version; they are left unchanged.`;
}

/** Text of the file as it can be shown within a sentence: without characters that hide or turn what stands around them. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(settingsSchema.entries, name);
}

function isList(name: string): name is keyof typeof settingsLists {
  return Object.hasOwn(settingsLists, name);
}

function isObject(name: string): name is keyof typeof settingsObjects {
  return Object.hasOwn(settingsObjects, name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
