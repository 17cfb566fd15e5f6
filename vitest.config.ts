import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,mocks,fixtures,scenarios}/**/*.test.ts'],
    setupFiles: ['harness/testing/fixed-seed.ts'],
    pool: 'threads',
    experimental: { viteModuleRunner: false },
  },
});
