import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { top } from '../../electron/launch/top.ts';
import { runEndToEnd } from './end-to-end.ts';
import { type PlaywrightReport, sum, type Tally, tallyPlaywright, tallyVitest, type VitestReport, withExitCode } from './tally.ts';

// Biome writes colours into files and pipes too.
const colours = process.stdout.isTTY ? '--colors=force' : '--colors=off';

const checks = [
  { name: 'format', script: '@biomejs/biome/bin/biome', args: ['ci', colours, '--linter-enabled=false', '--max-diagnostics=50'] },
  {
    name: 'lint',
    script: '@biomejs/biome/bin/biome',
    args: ['ci', colours, '--formatter-enabled=false', '--assist-enabled=false', '--error-on-warnings', '--max-diagnostics=50'],
  },
  // Everything, tests included, and then each layer by what it may know of the platforms.
  ...['.', 'netcode', 'electron', 'renderer'].map((layer) => ({
    name: `types of ${layer === '.' ? 'everything' : layer}`,
    script: 'typescript/bin/tsc',
    args: ['--noEmit', '-p', layer],
  })),
  { name: 'dead code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
];

/** Unit tests that take as long as all others together: they play matches by the dozen, or install programs. The fast part is without them. */
const long = ['netcode/lab/planted/**', 'netcode/lab/seed-run.test.ts', 'e2e/package/registry.test.ts'];

/** Runs one of the tools in node_modules with its output on this process's own. Answers its exit code. */
function runTool(script: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(top, 'node_modules', script), ...args], { cwd: top, stdio: 'inherit' });
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Runs one step under a headline and prints how it went. */
async function step(name: string, run: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const tally = await run();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`== ${name}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`);
  return tally;
}

/** Reads a tool's report and counts it; a report that was never written is one failure. */
function readReport<Report>(file: string, count: (report: Report) => Tally, code: number): Tally {
  try {
    // The report was written just now by a tool whose version the lock file fixes.
    return withExitCode(count(JSON.parse(readFileSync(file, 'utf8')) as Report), code);
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const fast = process.argv.includes('--fast');
const reports = mkdtempSync(join(tmpdir(), 'paddlewire-reports-'));
const tallies: Tally[] = [];
let notRun: string | undefined;

for (const { name, script, args } of checks) {
  tallies.push(
    await step(name, async () => {
      const code = await runTool(script, args);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    }),
  );
}
tallies.push(
  await step('unit tests', async () => {
    const file = join(reports, 'unit.json');
    // The whole run fails too where coverage is below what vitest.config.ts asks for.
    const part = fast ? long.map((pattern) => `--exclude=${pattern}`) : ['--coverage'];
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...part];
    const code = await runTool('vitest/vitest.mjs', args);
    return readReport<VitestReport>(file, tallyVitest, code);
  }),
);
if (!fast) {
  const endToEnd = async (args: readonly string[]): Promise<Tally> => {
    const file = join(reports, 'end-to-end.json');
    const run = await runEndToEnd(args, file);
    notRun ??= run.notRun;
    return readReport<PlaywrightReport>(file, tallyPlaywright, run.code);
  };
  tallies.push(await step('end-to-end tests', () => endToEnd([])));
  tallies.push(await step('end-to-end tests that measure time', () => endToEnd(['--project=chromium-alone'])));
}
rmSync(reports, { recursive: true, force: true });

const { passed, failed } = sum(tallies);
console.log();
if (notRun !== undefined) console.log(notRun);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
