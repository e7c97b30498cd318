import { runSeed } from './seed-run.ts';

// The command `npm run simulate -- --seeds=N --from=S --json`: plays N seeds, prints what happened, exits with 1 when an invariant broke.

const DEFAULT_SEEDS = 200;

function numberOption(name: string, fallback: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  if (given === undefined) return fallback;
  const value = Number(given);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number of 0 or more, not "${given}".`);
  process.exit(2);
}

const seeds = numberOption('seeds', DEFAULT_SEEDS);
const from = numberOption('from', 1);
const json = process.argv.includes('--json');
const started = performance.now();
const faults: Record<string, number> = {};
let simulatedMs = 0;
let failures = 0;

for (let seed = from; seed < from + seeds; seed++) {
  const run = runSeed(seed);
  simulatedMs += run.simulatedMs;
  for (const [kind, count] of Object.entries(run.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  if (run.failures.length === 0) continue;
  failures++;
  for (const failure of run.failures) console.error(`seed ${seed}: ${failure}`);
  console.error(`replay it: npm run simulate -- --seeds=1 --from=${seed}`);
}

const realSeconds = (performance.now() - started) / 1000;
const result = {
  seeds,
  from,
  simulatedSeconds: Math.round(simulatedMs / 1000),
  realSeconds: Number(realSeconds.toFixed(2)),
  speedup: Math.round(simulatedMs / 1000 / realSeconds),
  failures,
  faults,
};
if (json) console.log(JSON.stringify(result));
else {
  console.log(
    `${seeds} seeds, ${result.simulatedSeconds} simulated seconds in ${result.realSeconds} s (${result.speedup} times real time a core)`,
  );
  console.log(
    `faults: ${Object.entries(faults)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}`,
  );
  console.log(failures === 0 ? 'every invariant held' : `${failures} seeds failed`);
}
process.exitCode = failures === 0 ? 0 : 1;
