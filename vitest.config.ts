import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{netcode,electron,renderer,e2e}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // A unit test that needs longer is not one.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
