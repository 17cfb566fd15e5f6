import { scenarioNameOf } from './scenario-name-of.ts';

/**
 * What is wrong with the scenarios that a file declares, by their names: a file has one, which has the file's name. A sentence
 * without its subject, as "declares no scenario."; undefined where nothing is.
 */
export function declarationProblem(file: string, [first, ...others]: readonly string[]): string | undefined {
  if (first === undefined) return 'declares no scenario.';
  const names = others.map((name) => `"${name}"`).join(', ');
  if (names !== '') return `declares "${first}" and ${names}: each stands in a file of its own.`;
  const wanted = scenarioNameOf(file) ?? first;
  return first === wanted
    ? undefined
    : `declares the scenario "${first}": name the file or the scenario after the other, as ${first}.scenario.ts.`;
}
