import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { collectFrom } from '../scenario/collector.ts';
import { declarationProblem } from '../scenario/declaration-problem.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import type { Collected } from './read-declarations.ts';

/** A thread of its own: what scenario files import is gone again when it ends. Answers with one message. */
const collected: { -readonly [Key in keyof Collected]: Collected[Key][number][] } = { scenarios: [], problems: [] };
for (const file of workerData as readonly string[]) {
  try {
    const found = await collectFrom(pathToFileURL(file));
    const problem = declarationProblem(
      file,
      found.map(({ name }) => name),
    );
    if (problem !== undefined) collected.problems.push(`${file} ${problem}`);
    collected.scenarios.push(...found.map((declared) => ({ ...plain(declared), file })));
  } catch (error) {
    collected.problems.push(`${file} cannot be loaded: ${(error as Error).message}`);
  }
}
parentPort?.postMessage(collected);

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
