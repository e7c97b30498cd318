import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { top } from '../../../electron/launch/top.ts';
import type { Given, SeedRun } from '../seed-run.ts';
import type { Place, PlantedBug } from './planted-bugs.ts';

const netcode = join(top, 'netcode');

/** What the lab's bundle exports, as far as it is used here. */
interface Lab {
  runSeed(seed: bigint, given: Given): SeedRun;
}

/** How the lab found a bug. */
export interface Find {
  /** The seed that fails, counted from 1. */
  readonly seeds: number;
  /** The invariant that broke. */
  readonly invariant: string;
}

/** All places in which a bug is planted. */
export function placesOf(bug: PlantedBug): readonly Place[] {
  return [bug, ...(bug.also ?? [])];
}

/**
 * A source text with a bug in it.
 * @throws Error when the place is not there exactly once: the list of bugs must follow the code
 */
export function withBug(source: string, { file, from, to }: Place): string {
  const places = source.split(from).length - 1;
  if (places !== 1) throw new Error(`What a bug replaces is ${places} times in netcode/${file}, not once: ${from}`);
  // A function, because a string would give its dollar signs a meaning.
  return source.replace(from, () => to);
}

/** The source file that a bug is planted in, as it is. */
export function sourceOf({ file }: Place): string {
  return readFileSync(join(netcode, file), 'utf8');
}

/** How the lab is to play for a bug: most are of the protocol, and show soonest where nothing else is in the way. */
export function givenOf({ peers = 2, wire = 'ideal' }: PlantedBug): Given {
  return { peers, wire };
}

/**
 * Plants a bug and lets the lab look for it.
 * @param first a seed to try before all others
 * @param most seeds to try, from 1 on
 * @returns undefined when the lab does not find it
 */
export async function find(bug: PlantedBug, first: number | undefined, most: number): Promise<Find | undefined> {
  const lab = await plant(bug);
  const tryOut = (seeds: number): Find | undefined => {
    const { failure } = lab.runSeed(BigInt(seeds), givenOf(bug));
    return failure === undefined ? undefined : { seeds, invariant: failure.invariant };
  };
  const known = first === undefined ? undefined : tryOut(first);
  if (known !== undefined) return known;
  for (let seeds = 1; seeds <= most; seeds++) {
    const found = tryOut(seeds);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Bundles the simulator with a bug in it, in memory: nothing with the bug ever gets onto the disk or into a build. */
async function plant(bug: PlantedBug): Promise<Lab> {
  const places = placesOf(bug).map((place) => ({ ...place, module: join(netcode, place.file) }));
  const planter: Plugin = {
    name: 'plant',
    enforce: 'pre',
    transform: (code, module) => {
      const here = places.filter((place) => place.module === module);
      return here.length === 0 ? undefined : { code: here.reduce(withBug, code), map: null };
    },
  };
  const output = await build({
    root: netcode,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [planter],
    ssr: { noExternal: true },
    build: { ssr: join(netcode, 'lab/seed-run.ts'), write: false, minify: false, target: 'node20.19' },
  });
  const [chunk] = 'output' in output ? output.output : [];
  if (chunk?.type !== 'chunk') throw new Error('the bundler gave no chunk');
  const url = `data:text/javascript;base64,${Buffer.from(chunk.code).toString('base64')}`;
  // The bundle is that of seed-run.ts, whose exports the type says.
  return (await import(/* @vite-ignore */ url)) as Lab;
}
