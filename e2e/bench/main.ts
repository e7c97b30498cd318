/**
 * `npm run bench -- --suite=engine|session|wire|loss|real|sctp|connect|rendezvous|levels [--json] [--save]`: measurements. `--save` keeps their numbers and a picture
 * in `results/`. `loss` also takes `--wire=ideal`; `real` also takes `--rtt=MS`, `--loss=PERCENT`, `--bursts`, `--jitter=MS`, `--seconds=N`, `--seed=N` and `--shell=electron`; with `--scenario=cut`
 * it cuts one match again and again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { engineSuite } from '../../netcode/lab/bench/engine.ts';
import { levelsSuite } from '../../netcode/lab/bench/levels.ts';
import { type LossResult, lossSuite } from '../../netcode/lab/bench/loss.ts';
import { loadOthers } from '../../netcode/lab/bench/others/install.ts';
import { engineSvg } from '../../netcode/lab/bench/plots/engine-plot.ts';
import { lossSvg } from '../../netcode/lab/bench/plots/loss-plot.ts';
import { wireSvg } from '../../netcode/lab/bench/plots/wire-plot.ts';
import { sessionSuite } from '../../netcode/lab/bench/session.ts';
import { wireSuite } from '../../netcode/lab/bench/wire.ts';
import { type BenchArguments, parseBenchArguments } from './arguments.ts';
import { connectSuite } from './connect.ts';
import { connectSvg } from './plots/connect-plot.ts';
import { realSvg } from './plots/real-plot.ts';
import { rendezvousSvg } from './plots/rendezvous-plot.ts';
import { realSuite, withNewCells } from './real.ts';
import { cutReport, cutScenario } from './real-cut.ts';
import { rendezvousSuite } from './rendezvous.ts';
import {
  connectReport,
  engineReport,
  levelsReport,
  lossReport,
  realReport,
  rendezvousReport,
  sctpReport,
  sessionReport,
  wireReport,
} from './reports.ts';
import { sctpSuite } from './sctp.ts';

/** What a suite gives: numbers, words and a picture. */
interface Report {
  readonly result: unknown;
  readonly text: string;
  readonly svg?: string;
  /** Where the numbers are kept, below the top folder; `results/` when it is not said. */
  readonly file?: string;
}

const results = join(top, 'e2e/bench/results');

/** What a suite has kept. */
function kept<Result>(suite: string): Result | undefined {
  const file = join(results, `${suite}.json`);
  // Written by this program.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}

const suites: Readonly<Record<string, (wanted: BenchArguments) => Promise<Report>>> = {
  async engine() {
    const result = await engineSuite(await loadOthers());
    return { result, text: engineReport(result), svg: engineSvg(result) };
  },
  async session() {
    const result = await sessionSuite(await loadOthers());
    return { result, text: sessionReport(result) };
  },
  async wire() {
    const result = await wireSuite(await loadOthers());
    return { result, text: wireReport(result), svg: wireSvg(result) };
  },
  async loss({ wire }) {
    const result = await lossSuite(await loadOthers(), wire);
    return { result, text: lossReport(result), svg: lossSvg(result) };
  },
  async real({ real, save }) {
    if (real.scenario === 'cut') {
      const result = await cutScenario(real);
      return { result, text: cutReport(result) };
    }
    const played = await realSuite(real);
    const result = save ? withNewCells(kept('real'), played) : played;
    return { result, text: realReport(played), svg: realSvg(result, kept<LossResult>('loss')) };
  },
  async sctp() {
    const result = await sctpSuite();
    return { result, text: sctpReport(result), file: 'netcode/lab/sctp/recordings.json' };
  },
  async levels() {
    const result = levelsSuite();
    return { result, text: levelsReport(result) };
  },
  async connect() {
    const result = await connectSuite();
    return { result, text: connectReport(result), svg: connectSvg(result) };
  },
  async rendezvous() {
    const result = await rendezvousSuite();
    return { result, text: rendezvousReport(result), svg: rendezvousSvg(result) };
  },
};

async function bench(): Promise<void> {
  const wanted = parseBenchArguments(process.argv.slice(2));
  const name = wanted.suite;
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined;
  if (suite === undefined) {
    throw new Error(
      `${name === '' ? 'Which suite?' : `There is no suite “${name}”.`} Say --suite= and one of: ${Object.keys(suites).join(', ')}.`,
    );
  }
  // Some of the other libraries print at every rollback. Printing is not what is measured, and stdout is for the result.
  const silent = (): void => undefined;
  Object.assign(console, { log: silent, info: silent, warn: silent, debug: silent, error: silent });
  const base = wanted.real.scenario === 'cut' ? `${name}-cut` : name;
  const { result, text, svg, file = `e2e/bench/results/${base}.json` } = await suite(wanted);
  // What is there was measured on a quiet machine, and is only replaced when that is asked for.
  if (wanted.save) {
    mkdirSync(results, { recursive: true });
    writeFileSync(join(top, file), `${JSON.stringify(result, null, 2)}\n`);
    if (svg !== undefined) writeFileSync(join(results, `${base}.svg`), svg);
  }
  const where = wanted.save ? `Kept: ${file}` : 'Not kept: say --save for that.';
  process.stdout.write(wanted.json ? `${JSON.stringify(result)}\n` : `${text}\n\n${where}\n`);
}

await bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
