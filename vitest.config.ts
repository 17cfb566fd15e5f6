import { configDefaults, defineConfig } from 'vitest/config';

// What the library of the scanner's model would send is no business of a test.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** They start kind clusters where Docker is at hand, which nobody asked for who runs the tests. */
const labTests = '{harness,mocks,fixtures,scenarios}/**/*.lab.test.ts';

export default defineConfig(({ mode }) => {
  const isLab = mode === 'lab';
  return {
    test: {
      include: isLab ? [labTests] : ['{harness,mocks,fixtures,scenarios}/**/*.test.ts'],
      exclude: isLab ? configDefaults.exclude : [...configDefaults.exclude, labTests],
      // Clusters of several at once would have one machine between them.
      fileParallelism: !isLab,
      // Loading the same modules anew for each file took half of all CPU. No test changes what another one would see.
      isolate: isLab,
      setupFiles: ['harness/testing/fixed-seed.ts'],
      pool: 'threads',
      // Most tests start processes: the limit is for what hangs, not for a machine that is busy.
      testTimeout: 30_000,
      hookTimeout: 30_000,
      unstubEnvs: true,
      experimental: { viteModuleRunner: false, nodeLoader: false },
    },
  };
});
