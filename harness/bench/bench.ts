#!/usr/bin/env node

/** Benchmarks by name; each loads what it needs when it is asked for. */
const benchmarks: Readonly<Record<string, { readonly summary: string; run(): Promise<void> }>> = {
  embedded: {
    summary: 'start-up, apply to Ready, watch fan-out and object store of the embedded environment',
    run: async () => (await import('./embedded/embedded.ts')).benchEmbedded(),
  },
  hostile: {
    summary: 'bodies made to hurt, each through a scanner of the stand-in QScan: time, memory and verdict',
    run: async () => (await import('./hostile/hostile.ts')).benchHostile(),
  },
  kind: {
    summary: 'npm run scenario sampling on kind, cold and kept, beside embedded',
    run: async () => (await import('./kind.ts')).benchKind(),
  },
  leak: {
    summary: 'the search for planted values: MB/s with 10,000 of them, and how long it takes to build',
    run: async () => (await import('./leak.ts')).benchLeak(),
  },
  sampling: {
    summary: 'npm run scenario sampling, time and memory',
    run: async () => (await import('./sampling.ts')).benchSampling(),
  },
  scanner: {
    summary: 'throughput of the stand-in QScan: patterns, model, one scanner and two',
    run: async () => (await import('./scanner/scanner.ts')).benchScanner(),
  },
};

const help = `Measures on this machine and prints figures as ratios of one run.

  npm run bench -- NAME

${Object.entries(benchmarks)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

Beside the real one where the environment names it: LAB_KUBECONFIG (an API
server), KIND_KUBECONFIG (a kind cluster with node:24-bookworm-slim loaded),
LOCALSTACK_ENDPOINT.
`;

const [name = '--help'] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark !== undefined) await benchmark.run();
else {
  const isHelp = name === '--help' || name === '-h';
  (isHelp ? process.stdout : process.stderr).write(isHelp ? help : `There is no benchmark "${name}".\n\n${help}`);
  process.exitCode = isHelp ? 0 : 2;
}
