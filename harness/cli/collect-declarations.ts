import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { collectFrom } from '../scenario/collector.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import { scenarioNameOf } from '../scenario/scenario-name-of.ts';
import type { Collected } from './read-declarations.ts';

/** A thread of its own: what scenario files import is gone again when it ends. Answers with one message. */
const collected: { -readonly [Key in keyof Collected]: Collected[Key][number][] } = { scenarios: [], problems: [] };
for (const file of workerData as readonly string[]) {
  try {
    const found = await collectFrom(pathToFileURL(file));
    const problem = problemOf(file, found);
    if (problem !== undefined) collected.problems.push(`${file} ${problem}`);
    collected.scenarios.push(...found.map((declared) => ({ ...plain(declared), file })));
  } catch (error) {
    collected.problems.push(`${file} cannot be loaded: ${(error as Error).message}`);
  }
}
parentPort?.postMessage(collected);

function problemOf(file: string, found: readonly DeclaredScenario[]): string | undefined {
  const [first, ...others] = found;
  if (first === undefined) return 'declares no scenario.';
  const names = others.map(({ name }) => `"${name}"`).join(', ');
  if (names !== '') return `declares "${first.name}" and ${names}: each stands in a file of its own.`;
  const wanted = scenarioNameOf(file) ?? first.name;
  return first.name === wanted
    ? undefined
    : `declares the scenario "${first.name}": name the file or the scenario after the other, as ${first.name}.scenario.ts.`;
}

/** Without what a trial does, which crosses to no other thread. */
function plain(declared: DeclaredScenario): DeclaredScenario {
  const trials = declared.trials?.map(({ id, also, title, how, unproven, notOn }) => ({
    ...{ id, title, how },
    ...(also !== undefined && { also }),
    ...(unproven !== undefined && { unproven }),
    ...(notOn !== undefined && { notOn }),
  }));
  return { ...declared, trials };
}
