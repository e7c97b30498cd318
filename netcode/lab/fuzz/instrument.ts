import { createInstrumenter } from 'istanbul-lib-instrument';
import type { Plugin } from 'vite';
import { COVERAGE_VARIABLE } from './coverage.ts';

/**
 * Counts branches and statements in the product's own files: the same instrumentation that coverage reports are made with. It runs before
 * types are taken out, so that lines are those of the source.
 */
export function instrument(top: string): Plugin {
  const instrumenter = createInstrumenter({
    esModules: true,
    compact: true,
    coverageVariable: COVERAGE_VARIABLE,
    parserPlugins: ['typescript'],
  });
  const fuzzer = `${top}/netcode/lab/fuzz/`;
  const places = ['netcode', 'electron', 'renderer'].map((folder) => `${top}/${folder}/`);
  return {
    name: 'paddlewire:instrument',
    enforce: 'pre',
    transform: (code, id) =>
      places.some((place) => id.startsWith(place)) && !id.startsWith(fuzzer)
        ? { code: instrumenter.instrumentSync(code, id), map: null }
        : undefined,
  };
}
