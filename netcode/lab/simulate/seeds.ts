import { randomBytes } from 'node:crypto';
import { reportFailure } from '../failure-report.ts';
import { parseSchedule } from '../schedule.ts';
import { type Outcome, runSeed } from '../seed-run.ts';
import { WIRES } from '../wire.ts';

const DEFAULT_SEEDS = 200n;
/** Failures that are shrunk and told about; the rest is only counted. */
const MOST_TOLD = 5;
const SEED_LIMIT = 1n << 64n;

function option(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

function wholeNumber(name: string, fallback: bigint): bigint {
  const given = option(name);
  if (given === undefined) return fallback;
  if (name === 'from' && given === 'random') return BigInt(`0x${randomBytes(8).toString('hex')}`);
  const value = /^(\d+|0x[\da-f]+)$/i.test(given) ? BigInt(given) : -1n;
  if (value < 0n || value >= SEED_LIMIT) refuse(`--${name} takes a whole number of at most 64 bits, decimal or 0x…, not "${given}".`);
  return value;
}

/**
 * The command `npm run simulate -- --seeds=N --from=SEED --peers=P --faults=SCHEDULE --json`: plays N seeds, prints what happened, and sets the exit
 * code to 1 when an invariant broke. SEED has 64 bits, decimal or 0x…, or is `random`; P and SCHEDULE take the place of what the seeds draw.
 */
export function playSeeds(): void {
  const given = option('faults');
  const faults = given === undefined ? undefined : parseSchedule(given === 'none' ? '' : given);
  if (given !== undefined && faults === undefined)
    refuse(`--faults takes kind:start:length:side:amount, with commas between, not "${given}".`);
  const peers = option('peers') === undefined ? undefined : Number(wholeNumber('peers', 2n));
  if (peers !== undefined && (peers < 2 || peers > 8)) refuse(`--peers takes 2 to 8, not ${peers}.`);
  const wire = WIRES.find((kind) => kind === (option('wire') ?? WIRES[0]));
  if (wire === undefined) refuse(`--wire takes ${WIRES.join(' or ')}, not "${option('wire')}".`);
  const seeds = wholeNumber('seeds', faults === undefined ? DEFAULT_SEEDS : 1n);
  const from = wholeNumber('from', 1n);
  const json = process.argv.includes('--json');

  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const struck: Record<string, number> = {};
  const outcomes: Record<Outcome, number> = { finished: 0, gone: 0, lost: 0, version: 0, dispute: 0, forfeit: 0, broken: 0 };
  /** Runs by the number of peers. */
  const sizes: Record<number, number> = {};
  let simulatedMs = 0;
  /** Of the runs without spectators alone. */
  const two = { simulatedMs: 0, realMs: 0 };

  for (let i = 0n; i < seeds; i++) {
    const beganMs = performance.now();
    const run = runSeed(BigInt.asUintN(64, from + i), { faults, peers, wire });
    simulatedMs += run.simulatedMs;
    if (run.peers === 2) {
      two.simulatedMs += run.simulatedMs;
      two.realMs += performance.now() - beganMs;
    }
    outcomes[run.outcome]++;
    sizes[run.peers] = (sizes[run.peers] ?? 0) + 1;
    for (const [kind, count] of Object.entries(run.faults)) struck[kind] = (struck[kind] ?? 0) + count;
    if (run.failure !== undefined && outcomes.broken <= MOST_TOLD) for (const line of reportFailure(run)) console.error(line);
  }

  const { user, system } = process.cpuUsage(startedCpu);
  const cpuSeconds = (user + system) / 1_000_000;
  const realSeconds = (performance.now() - startedMs) / 1000;
  const result = {
    seeds: Number(seeds),
    from: `${from}`,
    wire,
    simulatedSeconds: Math.round(simulatedMs / 1000),
    realSeconds: Number(realSeconds.toFixed(2)),
    speedup: Math.round(simulatedMs / 1000 / realSeconds),
    speedupOfTwo: Math.round(two.simulatedMs / two.realMs),
    // Of this process alone: what the speed-up would be on a core that nothing else uses.
    cpuSeconds: Number(cpuSeconds.toFixed(2)),
    speedupPerCpuSecond: Math.round(simulatedMs / 1000 / cpuSeconds),
    failures: outcomes.broken,
    outcomes,
    peers: sizes,
    faults: struck,
  };
  if (json) console.log(JSON.stringify(result));
  else {
    console.log(
      `${seeds} seeds from ${from}: ${result.simulatedSeconds} simulated seconds in ${result.realSeconds} s (${result.speedup} times real time;`,
    );
    console.log(`${result.speedupPerCpuSecond} times on a core of its own)`);
    console.log(`faults: ${listed(struck)}`);
    console.log(`matches: ${listed(outcomes)}`);
    console.log(outcomes.broken === 0 ? 'every invariant held' : `${outcomes.broken} seeds failed`);
  }
  process.exitCode = outcomes.broken === 0 ? 0 : 1;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}
