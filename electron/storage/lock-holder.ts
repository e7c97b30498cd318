import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as v from 'valibot';

/** Who holds a profile, as the lock file says. */
export interface LockHolder {
  readonly host: string;
  /** What of a machine's processes the holder sees, and who sees it; empty where systems have no such parts. */
  readonly space: string;
  readonly pid: number;
  /** When the process began, in the system's own units; empty where that can't be known. Another process with the same number began at another time. */
  readonly began: string;
  /** Loopback port at which the holder answers; 0 when it could not listen. */
  readonly port: number;
  /** Whoever knows it has read the file. */
  readonly token: string;
}

const schema = v.strictObject({
  host: v.pipe(v.string(), v.maxLength(256)),
  space: v.pipe(v.string(), v.maxLength(64)),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  began: v.pipe(v.string(), v.maxLength(32)),
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  token: v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/)),
});

/** This process as the holder of a profile. */
export function thisHolder(port: number, token: string): LockHolder {
  return { host: hostname(), space: processSpace(), pid: process.pid, began: beganOf(process.pid), port, token };
}

/** The holder in a lock file's text; undefined when it names none, as after a crash in the middle of writing. */
export function readHolder(text: string): LockHolder | undefined {
  try {
    const read = v.safeParse(schema, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is a process of this machine that could be seen from here. */
export function isNear({ host, space }: LockHolder): boolean {
  return host === hostname() && space === processSpace();
}

/**
 * Whether a near holder has ended for sure; `undefined` when its number is in use, and nobody can tell by whom. Where a system has no name for its
 * space of process ids, one of another computer with this one's name counts as ended, too: a player whose window has crashed must not wait for a
 * case as rare as that.
 */
export function hasEnded({ pid, began }: LockHolder): boolean | undefined {
  if (!isRunning(pid)) return true;
  const now = beganOf(pid);
  return began === '' || now === '' ? undefined : now !== began;
}

/** Whether there is such a process here. What has ended and nobody has taken note of yet is none. */
export function isRunning(pid: number): boolean {
  return isAlive(pid) && statOf(pid)[0] !== 'Z';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process, which is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux: the boot and the namespace, since containers may share a name and a folder. */
function processSpace(): string {
  return `${textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8))}${textOf(() => readlinkSync('/proc/self/ns/pid'))}`;
}

/** In ticks since the start of the machine. */
function beganOf(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** What Linux says of a process, its state first. The name in brackets before that may have anything in it. */
function statOf(pid: number): readonly string[] {
  return textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')).split(' ');
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
