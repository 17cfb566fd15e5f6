import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,mocks,fixtures}/**/*.test.ts'],
    pool: 'threads',
    experimental: { viteModuleRunner: false },
  },
});
