/** `npm run fuzz -- [--seconds=60] [--target=NAME] [--seed=N] [--json]`: a coverage-guided search for inputs that break a decoder. */
import { parseArgs } from 'node:util';
import { normalizePath, runnerImport } from 'vite';
import { top as folder } from '../../../electron/launch/top.ts';
import { instrument } from './instrument.ts';

/** Ten hours: a night. */
const MAX_SECONDS = 36_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      target: { type: 'string' },
      seed: { type: 'string', default: `${Date.now() % 0x1_0000_0000}` },
      json: { type: 'boolean', default: false },
    },
  });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!(seconds > 0 && seconds <= MAX_SECONDS)) throw new Error(`--seconds takes a number up to ${MAX_SECONDS}.`);
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw new Error('--seed takes a whole number of 0 or more.');
  const top = normalizePath(folder);
  // The sources themselves, with counters in them; what was built for every other command has none.
  const { module } = await runnerImport<typeof import('./search.ts')>(`${top}/netcode/lab/fuzz/search.ts`, {
    root: top,
    configFile: false,
    logLevel: 'error',
    plugins: [instrument(top)],
  });
  const report = module.search({ top, seconds, seed, only: values.target, say: (line) => process.stderr.write(`${line}\n`) });
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.failures === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
