import { defineConfig } from 'vitest/config';

// What the library of the scanner's model would send is no business of a test.
process.env.ORT_DISABLE_TELEMETRY = '1';

export default defineConfig({
  test: {
    include: ['{harness,mocks,fixtures,scenarios}/**/*.test.ts'],
    setupFiles: ['harness/testing/fixed-seed.ts'],
    pool: 'threads',
    // Most tests start processes: the limit is for what hangs, not for a machine that is busy.
    testTimeout: 30_000,
    experimental: { viteModuleRunner: false },
  },
});
