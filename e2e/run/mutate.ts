/**
 * `npm run mutate`: changes the product in small ways, one at a time, and sees whether a test fails. All changes that Stryker knows are too many to
 * try, so a sample is drawn: `--seed=1 --mutants=300`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { top } from '../../electron/launch/top.ts';
import { Random } from '../../netcode/lab/random.ts';

/** What is changed: the netcode, and what connects players. */
const ROOMS = ['netcode', 'electron/rendezvous'];
/** The lab's tests play matches by the dozen, and those of networks and other people's servers set them up: minutes for each change. */
const LEFT_OUT = /^netcode\/(lab|example)\/|-fixture\.ts$|\.d\.ts$|\/(lan|mosquitto)\.test\.ts$/;
/** A body that is gone is noticed by every test, and brings along all changes that lie inside. */
const EXCLUDED_MUTATIONS = ['BlockStatement'];
/** A test may take this many times as long as without a change, and this much more in ms, before it counts as hanging; others may need the machine. */
const TIMEOUT_FACTOR = 4;
const TIMEOUT_MS = 30_000;

/** Where a change is made: lines and columns from 0. */
interface Location {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
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

/** Every place in which something can be changed, as Stryker's `mutate` takes it, and how many changes each has. */
async function allPlaces(): Promise<Map<string, number>> {
  const product = sources.filter((name) => !isTest(name));
  const files = product.map((name) => ({ name, content: readFileSync(join(top, name), 'utf8'), mutate: true as const }));
  const options = { plugins: null, excludedMutations: EXCLUDED_MUTATIONS, ignorers: [] };
  const { mutants } = await new Instrumenter(logger).instrument(files, options);
  const places = new Map<string, number>();
  for (const { fileName, location, status } of mutants) {
    if (status === 'Ignored') continue;
    const place = `${fileName}:${textOf(location)}`;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  return places;
}

function textOf({ start, end }: Location): string {
  return `${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

/** Draws places until there are enough changes in them. */
function draw(places: ReadonlyMap<string, number>, most: number, seed: number): string[] {
  const random = new Random(seed, 'mutants');
  const left = [...places];
  const drawn: string[] = [];
  for (let count = 0; count < most && left.length > 0; ) {
    const [[place, changes]] = left.splice(random.below(left.length), 1) as [[string, number]];
    drawn.push(place);
    count += changes;
  }
  return drawn;
}

const places = await allPlaces();
const total = [...places.values()].reduce((sum, changes) => sum + changes, 0);
const mutate = draw(places, Number(values.mutants), Number(values.seed));
console.log(`${total} changes are possible in ${places.size} places; seed ${values.seed} draws ${mutate.length} places.`);

const began = performance.now();
const results = await new Stryker({
  mutate,
  mutator: { excludedMutations: EXCLUDED_MUTATIONS, plugins: null },
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  testFiles: sources.filter(isTest),
  coverageAnalysis: 'perTest',
  // They would need every test anew for each.
  ignoreStatic: true,
  concurrency: Number(values.concurrency),
  timeoutFactor: TIMEOUT_FACTOR,
  timeoutMS: TIMEOUT_MS,
  dryRunTimeoutMinutes: 30,
  reporters: ['progress-append-only'],
  tempDirName: 'dist/mutate',
  ignorePatterns: ['dist', 'release', 'test-results'],
  // Stryker's reader of it does not know this version of TypeScript.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  allowEmpty: true,
}).runMutationTest();

const counts: Record<string, number> = {};
for (const { fileName, location, mutatorName, replacement, status } of results) {
  counts[status] = (counts[status] ?? 0) + 1;
  if (status !== 'Survived' && status !== 'NoCoverage') continue;
  console.log(`${status}: ${relative(top, fileName)}:${textOf(location)} ${mutatorName} → ${replacement.slice(0, 120)}`);
}
const { Killed: killed = 0, Timeout: hanging = 0, Survived: survived = 0, NoCoverage: untested = 0 } = counts;
const judged = killed + hanging + survived + untested;
console.log(JSON.stringify({ seed: Number(values.seed), ...counts, minutes: Number(((performance.now() - began) / 60_000).toFixed(1)) }));
console.log(`${killed + hanging} of ${judged} changes were noticed (${((100 * (killed + hanging)) / Math.max(1, judged)).toFixed(1)} %).`);
