import { defineConfig } from 'vitest/config';

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
