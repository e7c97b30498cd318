import { join } from 'node:path';
import { LINK_SCHEME, parseJoinLink } from 'paddlewire-netcode/rendezvous';

/** Names that a profile may have; it is shown and becomes a folder's name. */
const profilePattern = /^[A-Za-z0-9_-]{1,48}$/;

/** The profile of a window that was started without a name for one, the same as that of `npm start`. */
const defaultProfile = 'player';

/** What a window was started with, in either shell. */
export interface WindowArguments {
  /** 1 to 48 of A-Z, a-z, 0-9, _ and -. */
  readonly profile: string;
  /** Absolute or relative folder of everything that this profile stores. */
  readonly dataDir: string;
  readonly telemetry: boolean;
  readonly hidden: boolean;
  /** For tests on one machine: local addresses are not hidden behind names that need multicast. */
  readonly showLocalIps: boolean;
  /** Place and size on the screen in CSS pixels; undefined leaves it to the system. */
  readonly x: number | undefined;
  readonly y: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Loopback port of the browser shell's server, 0 for any that is free. */
  readonly port: number;
  /** A link to open the window with, which may lead nowhere: the page says so. Undefined when there is none. */
  readonly joinLink: string | undefined;
}

/** Begins a link of ours, whatever is left of the rest. */
const linkStart = new RegExp(`^${LINK_SCHEME}:`, 'i');

/**
 * The link that a program was started with: by `--join`, or among its arguments, as systems hand over one that was clicked. Where several stand there,
 * the first that leads to a game. One that leads nowhere is taken too, for the page to say so.
 */
export function linkAmong(args: readonly string[]): string | undefined {
  const given = argumentOf(ownOf(args), 'join');
  if (given !== undefined) return linkStart.test(given) ? given : `${LINK_SCHEME}://join/${given}`;
  return args.find((arg) => parseJoinLink(arg) !== undefined) ?? args.find((arg) => linkStart.test(arg));
}

/** What stands behind `--` was not written by whoever started the program: a link may be there, and nothing else is read. */
function ownOf(args: readonly string[]): readonly string[] {
  return args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
}

function argumentOf(args: readonly string[], name: string): string | undefined {
  const prefix = `--${name}=`;
  return args.findLast((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

/**
 * Reads a window's arguments. What it does not know is left alone, because Chromium and Electron take arguments of their own.
 *
 * @param dataHome finds the folder that holds one folder per profile when `--data-dir` is not given
 * @throws Error with a plain sentence about the first argument that is wrong
 */
export function parseWindowArguments(args: readonly string[], dataHome: () => string): WindowArguments {
  const own = ownOf(args);
  const value = (name: string): string | undefined => argumentOf(own, name);
  const whole = (name: string, low: number, high: number): number | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    const number = Number(text);
    if (!/^-?\d+$/.test(text) || number < low || number > high) throw new Error(`--${name} takes a whole number from ${low} to ${high}.`);
    return number;
  };
  const profile = value('profile') ?? defaultProfile;
  if (!profilePattern.test(profile)) throw new Error('--profile takes 1 to 48 letters, digits, dashes and underscores.');
  const dataDir = value('data-dir') ?? join(dataHome(), profile);
  if (dataDir === '' || dataDir.includes('\0')) throw new Error('--data-dir takes the path of a folder.');
  return {
    profile,
    dataDir,
    telemetry: own.includes('--telemetry'),
    hidden: own.includes('--hidden'),
    showLocalIps: own.includes('--show-local-ips'),
    // Screens to the left of or above the main one have negative coordinates.
    x: whole('x', -32_768, 32_767),
    y: whole('y', -32_768, 32_767),
    width: whole('width', 200, 16_384),
    height: whole('height', 150, 16_384),
    port: whole('port', 0, 65_535) ?? 0,
    joinLink: linkAmong(args),
  };
}
