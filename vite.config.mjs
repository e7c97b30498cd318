// Plain JavaScript, so that Node itself can load it: Vite can't where a folder's name has “#” in it (electron/launch/vite-build.mjs).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const top = import.meta.dirname;

/**
 * The netcode's package by its own list of entries. Through `node_modules` it would be a second copy, because links stay what they are here.
 * @returns {import('vite').Alias[]}
 */
const netcodeEntries = () => {
  const { name, exports } = JSON.parse(readFileSync(resolve(top, 'netcode/package.json'), 'utf8'));
  return Object.entries(exports).map(([entry, source]) => ({
    find: new RegExp(`^${name}${entry.slice(1)}$`),
    replacement: resolve(top, 'netcode', source),
  }));
};

/** What runs in Node or in Electron's main process: output below `dist/`, without `.js`, and its source. */
const nodeEntries = {
  'electron/main': 'electron/shell-electron/main.ts',
  'electron/broker': 'electron/rendezvous/broker-process.ts',
  'browser/server': 'electron/shell-browser/server.ts',
  'launch/start': 'electron/launch/start.ts',
  'launch/test': 'e2e/run/test.ts',
  'launch/e2e': 'e2e/run/e2e.ts',
  'launch/mutate': 'e2e/run/mutate.ts',
  'launch/kept-mutants': 'e2e/run/kept-mutants.ts',
  'launch/package': 'electron/launch/package.ts',
  'launch/package-netcode': 'e2e/package/main.ts',
  'demo/main': 'e2e/demo/main.ts',
  'simulate/main': 'netcode/lab/simulate/main.ts',
  'fuzz/main': 'netcode/lab/fuzz/main.ts',
  'bench/main': 'e2e/bench/main.ts',
  'bench/heap-child': 'netcode/lab/bench/heap-child.ts',
  'bench/rendezvous-broker-child': 'e2e/bench/rendezvous-broker-child.ts',
};

/** @param {Readonly<Record<string, string>>} entries */
const absolute = (entries) => Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, resolve(top, source)]));

/** Electron brings itself. The others find their parts beside their own files; only what is not shipped uses them: demo, benchmarks, fuzzer. */
const notBundled = [
  'electron',
  '@playwright/test',
  '@stryker-mutator/core',
  '@stryker-mutator/instrumenter',
  'vite',
  'istanbul-lib-instrument',
];

/**
 * Nothing of `node_modules` is shipped, so everything but these and Node's own modules is bundled.
 * @param {string} outDir
 * @param {Readonly<Record<string, string>>} input
 * @param {'es' | 'cjs'} format
 * @returns {import('vite').EnvironmentOptions}
 */
const forNode = (outDir, input, format) => ({
  consumer: 'server',
  resolve: { preserveSymlinks: true, noExternal: true, external: notBundled, conditions: ['node'] },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    copyPublicDir: false,
    // Readable stack traces are worth more here than bytes.
    minify: false,
    sourcemap: true,
    target: 'node20.19',
    rolldownOptions: {
      input: absolute(input),
      external: notBundled,
      output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

export default defineConfig({
  root: resolve(top, 'renderer'),
  // The way here may be a link, because of what its end is called.
  resolve: { preserveSymlinks: true, alias: netcodeEntries() },
  // Relative, because the page is served from app:// and from a loopback server alike.
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  environments: {
    client: {
      build: {
        outDir: resolve(top, 'dist/page'),
        // Windows that are open keep loading the chunks they know; `npm run package` starts from an empty dist/.
        emptyOutDir: false,
        sourcemap: true,
        // Pixi's WebGL core alone is above Vite's 500 kB, and the page never comes over a network.
        chunkSizeWarningLimit: 1_500,
        // Data URLs would need `data:` in the content security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: resolve(top, 'renderer/index.html') },
      },
    },
    node: forNode(resolve(top, 'dist'), nodeEntries, 'es'),
    // A sandboxed preload is one CommonJS file.
    preload: forNode(resolve(top, 'dist/electron'), { preload: 'electron/shell-electron/preload.ts' }, 'cjs'),
  },
  // Builds all three environments, not only the page.
  builder: {},
});
