import '../../../mocks/qscan/no-telemetry.ts';
import { cpus, loadavg } from 'node:os';
import { detect } from '../../../mocks/qscan/detection/detector.ts';
import { loadTokenClassifier } from '../../../mocks/qscan/detection/language/load-token-classifier.ts';
import { startScannerPool } from '../../../mocks/qscan/scan/scanner-pool.ts';
import { readLabelledSet } from '../../evaluation/reading/read-labelled-set.ts';
import { projectPath } from '../../project-paths.ts';
import { median } from '../median.ts';
import { cpuFlags } from './cpu-flags.ts';
import { jsonBodies } from './json-bodies.ts';

const sizes = [
  { name: '0.5 kB', size: 1 },
  { name: '16 kB', size: 16_000 },
  { name: '256 kB', size: 256_000 },
];
/** Bytes of one pass. */
const passes = { patterns: 4_000_000, model: 1_000_000, scanners: 3_000_000, warmUp: 500_000 };
const rounds = 5;
const goals = { patterns: 10_000, model: 300, scaling: 1.8 };

/**
 * Throughput of the stand-in's scanner: bodies in memory, no bucket and no scheduler. A text that
 * comes again within a pass is answered from the classifier's memory, as in life; each pass begins without one.
 */
export async function benchScanner(): Promise<void> {
  const { model = 'unknown CPU' } = cpus()[0] ?? {};
  console.log(`${model} (${cpuFlags() ?? 'flags unknown'}), ${cpus().length} cores, Node ${process.versions.node}`);
  console.log(
    `load ${loadavg()[0]?.toFixed(1)} at the start; JSON of the traffic generator, median of ${rounds} rounds\n`,
  );
  console.log('One thread             patterns only  with the model');
  for (const [index, { name, size }] of sizes.entries()) {
    const patterns: number[] = [];
    const language: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const seed = 1000 * (index + 1) + 100 * round;
      patterns.push(await rate(jsonBodies(seed, size, passes.patterns), false));
      language.push(await rate(jsonBodies(seed, size, passes.model), true));
    }
    console.log(row(`bodies of ${name}`, patterns, language));
  }
  const written = await handWrittenBodies();
  const [patterns, language]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    patterns.push(await rate(written, false));
    language.push(await rate(written, true));
  }
  console.log(row('written by hand', patterns, language));
  console.log(
    `  ${'goals, per core'.padEnd(18)}${`${goals.patterns} kB/s`.padStart(16)}${`${goals.model} kB/s`.padStart(16)}\n`,
  );
  await compareScanners();
}

/** kB/s of one pass. Each has a classifier of its own, or the second would find every answer kept. */
async function rate(bodies: readonly string[], withModel: boolean): Promise<number> {
  await using classifier = withModel ? await loadTokenClassifier() : undefined;
  const scan = (text: string) =>
    detect({ text, contentType: 'application/json', source: 'request_body' }, { classifier });
  await scan('{"note":"A kettle for Ada in Oslo"}');
  const started = performance.now();
  for (const body of bodies) {
    const { incomplete } = await scan(body);
    if (incomplete !== undefined) throw new Error(`A body was not read to its end: it is ${incomplete}.`);
  }
  return bytesOf(bodies) / (performance.now() - started);
}

/** JSON of the labelled set: more prose and names than traffic has, which costs the model more. */
async function handWrittenBodies(): Promise<readonly string[]> {
  const { sources } = await readLabelledSet(projectPath('fixtures/evaluation'));
  return sources.flatMap(({ texts }) => texts.map(({ text }) => text).filter((text) => /^\s*[{[]/.test(text)));
}

/** NUM_SCANNERS 1 beside 2, by turns, so that a machine whose speed wanders treats both alike. */
async function compareScanners(): Promise<void> {
  const ratios: number[] = [];
  const [one, two]: [number[], number[]] = [[], []];
  const warmUp = jsonBodies(8000, 4000, passes.warmUp);
  for (let round = 0; round < rounds; round++) {
    const bodies = jsonBodies(9000 + 100 * round, 4000, passes.scanners);
    const single = await poolRate(1, warmUp, bodies);
    const double = await poolRate(2, warmUp, bodies);
    one.push(single);
    two.push(double);
    ratios.push(double / single);
  }
  console.log('Scanners, with the model, bodies of 4 kB');
  console.log(`  NUM_SCANNERS 1    ${kilobytes(one)}`);
  console.log(
    `  NUM_SCANNERS 2    ${kilobytes(two)}    ${median(ratios).toFixed(2)} times one; goal ${goals.scaling} on two cores`,
  );
}

async function poolRate(scanners: number, warmUp: readonly string[], bodies: readonly string[]): Promise<number> {
  const { pool } = await startScannerPool(scanners);
  await using _ = pool;
  const scan = (object: Buffer) => pool.scan({ object, types: undefined, valuesOf: [] });
  // Each thread has code of its own to compile.
  const first = warmUp.map(storedExchange);
  await Promise.all(Array.from({ length: scanners }, () => first.map(scan)).flat());
  const objects = bodies.map(storedExchange);
  const started = performance.now();
  await Promise.all(objects.map(scan));
  return bytesOf(bodies) / (performance.now() - started);
}

function storedExchange(body: string): Buffer {
  return Buffer.from(JSON.stringify({ request: { headers: { 'content-type': 'application/json' }, body } }));
}

function row(name: string, patterns: readonly number[], language: readonly number[]): string {
  const isMissed = median(patterns) < goals.patterns || median(language) < goals.model;
  return `  ${name.padEnd(18)}${kilobytes(patterns)}${kilobytes(language)}${isMissed ? '  MISSED' : ''}`;
}

function bytesOf(bodies: readonly string[]): number {
  return bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
}

function kilobytes(rates: readonly number[]): string {
  return `${median(rates).toFixed(0)} kB/s`.padStart(16);
}
