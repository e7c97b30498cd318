import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in these, whatever the clock of its kernel. */
const TICK_MS = 10;

/** What a process has used so far. */
export interface ProcessUsage {
  /** Time of processors, of all its threads together. */
  readonly cpuMs: number;
  /** Memory that it holds now. */
  readonly rssMiB: number;
  /** The most that it has held. */
  readonly peakRssMiB: number;
}

/** Reads it from Linux's `/proc`. Elsewhere nothing is known of another process, and all is NaN. */
export function processUsage(pid: number): ProcessUsage {
  if (process.platform !== 'linux') return { cpuMs: Number.NaN, rssMiB: Number.NaN, peakRssMiB: Number.NaN };
  // Its name, which may have spaces and brackets, comes before the last bracket.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  // Fields 14 and 15 of proc(5): in user mode and in the kernel.
  return { cpuMs: (Number(stat[11]) + Number(stat[12])) * TICK_MS, rssMiB: mebibytes('VmRSS'), peakRssMiB: mebibytes('VmHWM') };
}
