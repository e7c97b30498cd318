/** `npm run bench -- --suite=engine|wire|loss [--json]`: measurements against other libraries, with pictures in `results/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { top } from '../../electron/launch/top.ts';
import { engineSuite } from './engine.ts';
import { lossSuite } from './loss.ts';
import { loadOthers } from './others/install.ts';
import type { Library } from './others/library.ts';
import { engineSvg } from './plots/engine-plot.ts';
import { lossSvg } from './plots/loss-plot.ts';
import { wireSvg } from './plots/wire-plot.ts';
import { engineReport, lossReport, wireReport } from './reports.ts';
import { wireSuite } from './wire.ts';

/** What a suite gives: numbers, words and a picture. */
interface Report {
  readonly result: unknown;
  readonly text: string;
  readonly svg: string;
}

const suites: Readonly<Record<string, (others: readonly Library[]) => Promise<Report>>> = {
  async engine(others) {
    const result = await engineSuite(others);
    return { result, text: engineReport(result), svg: engineSvg(result) };
  },
  async wire(others) {
    const result = await wireSuite(others);
    return { result, text: wireReport(result), svg: wireSvg(result) };
  },
  async loss(others) {
    const result = await lossSuite(others);
    return { result, text: lossReport(result), svg: lossSvg(result) };
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
  const others = await loadOthers();
  // Some of them print at every rollback. Printing is not what is measured, and stdout is for the result.
  const silent = (): void => undefined;
  Object.assign(console, { log: silent, info: silent, warn: silent, debug: silent, error: silent });
  const { result, text, svg } = await suite(others);
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
