/**
 * `npm run mutate`: changes the product in small ways, one at a time, and sees whether a test fails. All changes that Stryker knows are too many to
 * try, so a sample is drawn: `--seed=1 --mutants=300`. The same command resumes a run that was broken off,
 * and tries again what no test noticed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { top } from '../../electron/launch/top.ts';
import { Random } from '../../netcode/local/random.ts';
import { isUnnoticed, nameOf, readKeptMutants } from './kept-mutants.ts';

/** What is changed: the netcode, and what connects players. */
const ROOMS = ['netcode', 'electron/rendezvous'];
/** The lab's tests play matches by the dozen, and those of networks and other people's servers set them up: minutes for each change. */
const LEFT_OUT = /^netcode\/(lab|example)\/|-fixture\.ts$|\.d\.ts$|\/(lan|mosquitto)\.test\.ts$/;
/** A body that is gone is noticed by every test, and brings along all changes that lie inside. */
const EXCLUDED_MUTATIONS = ['BlockStatement'];
/** A test may take this many times as long as without a change, and this much more in ms, before it counts as hanging; others may need the machine. */
const TIMEOUT_FACTOR = 4;
const TIMEOUT_MS = 30_000;

/** One change, as Stryker plans it: lines and columns from 0. */
interface Mutant {
  readonly fileName: string;
  readonly location: { readonly start: Position; readonly end: Position };
  readonly mutatorName: string;
  readonly replacement: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    mutants: { type: 'string', default: '300' },
    concurrency: { type: 'string', default: '2' },
  },
});

const silent = (): void => undefined;
const off = (): boolean => false;
const logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
  isTraceEnabled: off,
  isDebugEnabled: off,
  isInfoEnabled: off,
  isWarnEnabled: off,
  isErrorEnabled: off,
  isFatalEnabled: off,
};

const sources = ROOMS.flatMap((room) =>
  readdirSync(join(top, room), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(room, name.replaceAll('\\', '/'))),
)
  .filter((name) => name.endsWith('.ts') && !LEFT_OUT.test(name))
  .toSorted();
const isTest = (name: string): boolean => name.endsWith('.test.ts');

/** Every change that is possible. */
async function allMutants(): Promise<readonly Mutant[]> {
  const product = sources.filter((name) => !isTest(name));
  const files = product.map((name) => ({ name, content: readFileSync(join(top, name), 'utf8'), mutate: true as const }));
  const options = { plugins: null, excludedMutations: EXCLUDED_MUTATIONS, ignorers: [] };
  const { mutants } = await new Instrumenter(logger).instrument(files, options);
  return mutants.filter(({ status }) => status !== 'Ignored');
}

/** A place, as Stryker's `mutate` takes it. */
function placeOf({ fileName, location: { start, end } }: Mutant): string {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

/** Whether Stryker makes a change when it is given a place: it makes all that lie inside. */
function lies(inner: Mutant, outer: Mutant): boolean {
  const before = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.column <= b.column);
  const [{ start, end }, around] = [inner.location, outer.location];
  return inner.fileName === outer.fileName && before(around.start, start) && before(end, around.end);
}

/** Draws places until there are enough changes in them. Returns the names of the changes by their place. */
function draw(mutants: readonly Mutant[], most: number, seed: number): ReadonlyMap<string, readonly string[]> {
  const random = new Random(seed, 'mutants');
  const left = [...new Map(mutants.map((mutant) => [placeOf(mutant), mutant])).values()];
  const drawn = new Map<string, readonly string[]>();
  const names = new Set<string>();
  while (names.size < most && left.length > 0) {
    const [outer] = left.splice(random.below(left.length), 1) as [Mutant];
    const inside = mutants.filter((mutant) => lies(mutant, outer)).map((mutant) => nameOf(mutant, 0));
    drawn.set(placeOf(outer), inside);
    for (const name of inside) names.add(name);
  }
  return drawn;
}

const { seed, mutants: most } = values;
const possible = await allMutants();
const drawn = draw(possible, Number(most), Number(seed));
// The stamp of the build that runs here: a hash of all sources without the unit tests.
const heading = JSON.stringify({ sources: readFileSync(join(top, 'dist/.sources'), 'utf8'), seed, most });
const tried = new Set(readKeptMutants(heading).flatMap((mutant) => (isUnnoticed(mutant) ? [] : [mutant.name])));
const mutate = [...drawn].filter(([, names]) => names.some((name) => !tried.has(name))).map(([place]) => place);
console.log(
  `${possible.length} changes are possible; seed ${seed} draws those in ${drawn.size} places, of which ${mutate.length} are left to try.`,
);

if (mutate.length > 0) {
  await new Stryker({
    mutate,
    mutator: { excludedMutations: EXCLUDED_MUTATIONS, plugins: null },
    plugins: ['@stryker-mutator/vitest-runner', join(top, 'dist/launch/kept-mutants.js')],
    testRunner: 'vitest',
    vitest: { configFile: 'e2e/run/mutate.vitest.config.ts' },
    testFiles: sources.filter(isTest),
    coverageAnalysis: 'perTest',
    // They would need every test anew for each.
    ignoreStatic: true,
    concurrency: Number(values.concurrency),
    timeoutFactor: TIMEOUT_FACTOR,
    timeoutMS: TIMEOUT_MS,
    dryRunTimeoutMinutes: 30,
    reporters: ['progress-append-only', 'kept'],
    tempDirName: 'dist/mutate',
    ignorePatterns: ['dist', 'release', 'test-results'],
    // Stryker's reader of it does not know this version of TypeScript.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    allowEmpty: true,
  }).runMutationTest();
}

const counts: Record<string, number> = {};
for (const { name, status } of new Map(readKeptMutants(heading).map((mutant) => [mutant.name, mutant])).values()) {
  counts[status] = (counts[status] ?? 0) + 1;
  if (isUnnoticed({ name, status })) console.log(`${status}: ${name}`);
}
const { Killed: killed = 0, Timeout: hanging = 0, Survived: survived = 0, NoCoverage: untested = 0 } = counts;
const judged = killed + hanging + survived + untested;
console.log(JSON.stringify({ seed: Number(seed), ...counts }));
console.log(`${killed + hanging} of ${judged} changes were noticed (${((100 * (killed + hanging)) / Math.max(1, judged)).toFixed(1)} %).`);
