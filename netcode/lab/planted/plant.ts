import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { top } from '../../../electron/launch/top.ts';
import type { Given, SeedRun } from '../seed-run.ts';
import type { Place, PlantedBug } from './planted-bugs.ts';
import { allSymbols, type SymbolPlace } from './symbols.ts';

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

/** The symbols that the bugs stand in; read once. */
let symbols: ReadonlyMap<string, readonly SymbolPlace[]> | undefined;

/**
 * Where the symbol of a bug is.
 * @throws Error when it is nowhere, or in two places: the list of bugs must follow the code
 */
export function placeOf({ symbol }: Place): SymbolPlace {
  symbols ??= allSymbols();
  const [place, ...others] = symbols.get(symbol) ?? [];
  if (place === undefined) throw new Error(`A bug is to be planted in ${symbol}, and nothing in netcode/ has that name.`);
  if (others.length > 0) throw new Error(`A bug is to be planted in ${symbol}, and netcode/ has ${others.length + 1} of that name.`);
  return place;
}

/**
 * A source text with a bug in it.
 * @throws Error when what the bug replaces is not in its symbol exactly once
 */
export function withBug(source: string, bug: Place, { start, end }: SymbolPlace): string {
  const text = source.slice(start, end);
  const pattern = laidOutAnyhow(bug.from);
  const times = [...text.matchAll(pattern)].length;
  if (times !== 1) throw new Error(`What a bug replaces is ${times} times in ${bug.symbol}, not once: ${bug.from}`);
  // A function, because a string would give its dollar signs a meaning.
  return source.slice(0, start) + text.replace(pattern, () => bug.to) + source.slice(end);
}

/** Finds a piece of code wherever its lines break, and with or without a comma at the end of a list. */
function laidOutAnyhow(code: string): RegExp {
  const tokens = code.match(/[\w$#]+|[^\s\w$#]/g) ?? [];
  const parts = tokens.map((token, i) => {
    const escaped = token.replace(/[$.*+?^{}()|[\]\\/]/g, String.raw`\$&`);
    if (i === 0) return escaped;
    const apart = /\w$/.test(tokens[i - 1] ?? '') && /^\w/.test(token);
    return `${/^[)\]}]/.test(token) ? ',?' : ''}${apart ? String.raw`\s+` : String.raw`\s*`}${escaped}`;
  });
  return new RegExp(parts.join(''), 'g');
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
  const places = placesOf(bug).map((place) => ({ bug: place, at: placeOf(place) }));
  const planter: Plugin = {
    name: 'plant',
    enforce: 'pre',
    transform: (code, module) => {
      // From the last one up: a bug moves what stands behind it.
      const here = places.filter(({ at }) => at.file === module).sort((a, b) => b.at.start - a.at.start);
      return here.length === 0 ? undefined : { code: here.reduce((text, { bug: place, at }) => withBug(text, place, at), code), map: null };
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
