import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InputError } from '../errors/input-error.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';

/** What a scenario file declares, and where it stands. */
export interface FoundScenario extends DeclaredScenario {
  readonly file: string;
}

/** Of the files: what they declare, and in a sentence what is wrong with one. */
export interface Collected {
  readonly scenarios: readonly FoundScenario[];
  readonly problems: readonly string[];
}

/**
 * Reads what scenario files declare, without running them. Throws `InputError` where one cannot be loaded, declares none or
 * several, has another name than its scenario, or shares its scenario's name with another.
 */
export async function readDeclarations(files: readonly string[]): Promise<readonly FoundScenario[]> {
  const worker = new Worker(new URL('./collect-declarations.ts', import.meta.url), { workerData: files });
  const ended = once(worker, 'exit').then(([code]): [Collected] => [
    {
      scenarios: [],
      problems: [`The scenario files could not be loaded: the thread that reads them ended with ${code}.`],
    },
  ]);
  const [{ scenarios, problems }] = await Promise.race([once(worker, 'message') as Promise<[Collected]>, ended]);
  await worker.terminate();
  const [problem = twice(scenarios)] = problems;
  if (problem !== undefined) throw new InputError(problem);
  return scenarios;
}

function twice(scenarios: readonly FoundScenario[]): string | undefined {
  const again = scenarios.find(({ name }, index) => scenarios.findIndex((other) => other.name === name) < index);
  if (again === undefined) return undefined;
  const files = scenarios.flatMap(({ name, file }) => (name === again.name ? [file] : []));
  return `Two scenarios are named "${again.name}": ${files.join(' and ')}.`;
}
