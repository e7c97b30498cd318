import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{netcode,electron,renderer,e2e}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // Many wait for sockets and processes; with one core left free, as is the default, two cores run one file at a time.
    maxWorkers: '100%',
    // Only ends a run that hangs, on a machine however busy: the longest test takes a few seconds of a core.
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['netcode/**/*.ts'],
      exclude: ['netcode/{lab,examples}/**', '**/*.test.ts', '**/*.d.ts'],
      reporter: ['text-summary'],
      reportsDirectory: 'dist/coverage',
      thresholds: { lines: 95, branches: 95 },
    },
    restoreMocks: true,
    unstubGlobals: true,
  },
});
