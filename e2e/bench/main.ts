/** `npm run bench -- --suite=engine|wire|loss|connect|rendezvous [--json]`: measurements, with pictures in `results/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { top } from '../../electron/launch/top.ts';
import { connectSuite } from './connect.ts';
import { engineSuite } from './engine.ts';
import { lossSuite } from './loss.ts';
import { loadOthers } from './others/install.ts';
import { connectSvg } from './plots/connect-plot.ts';
import { engineSvg } from './plots/engine-plot.ts';
import { lossSvg } from './plots/loss-plot.ts';
import { rendezvousSvg } from './plots/rendezvous-plot.ts';
import { wireSvg } from './plots/wire-plot.ts';
import { rendezvousSuite } from './rendezvous.ts';
import { connectReport, engineReport, lossReport, rendezvousReport, wireReport } from './reports.ts';
import { wireSuite } from './wire.ts';

/** What a suite gives: numbers, words and a picture. */
interface Report {
  readonly result: unknown;
  readonly text: string;
  readonly svg: string;
}

const suites: Readonly<Record<string, () => Promise<Report>>> = {
  async engine() {
    const result = await engineSuite(await loadOthers());
    return { result, text: engineReport(result), svg: engineSvg(result) };
  },
  async wire() {
    const result = await wireSuite(await loadOthers());
    return { result, text: wireReport(result), svg: wireSvg(result) };
  },
  async loss() {
    const result = await lossSuite(await loadOthers());
    return { result, text: lossReport(result), svg: lossSvg(result) };
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
  const { values } = parseArgs({ options: { suite: { type: 'string' }, json: { type: 'boolean', default: false } } });
  const name = values.suite ?? '';
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined;
  if (suite === undefined) {
    throw new Error(
      `${name === '' ? 'Which suite?' : `There is no suite “${name}”.`} Say --suite= and one of: ${Object.keys(suites).join(', ')}.`,
    );
  }
  // Some of the other libraries print at every rollback. Printing is not what is measured, and stdout is for the result.
  const silent = (): void => undefined;
  Object.assign(console, { log: silent, info: silent, warn: silent, debug: silent, error: silent });
  const { result, text, svg } = await suite();
  const folder = join(top, 'e2e/bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.svg`), svg);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${text}\n\nPicture: e2e/bench/results/${name}.svg\n`);
}

await bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
