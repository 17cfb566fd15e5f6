import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { evaluate } from '../evaluation/evaluate.ts';
import { loadSpanFinder } from '../evaluation/finding/span-finder.ts';
import type { LabelledSet } from '../evaluation/labelled-text.ts';
import { readLabelledSet } from '../evaluation/reading/read-labelled-set.ts';
import { evaluationDocument, evaluationPath } from '../evaluation/report/evaluation-document.ts';
import { evaluationJson } from '../evaluation/report/evaluation-json.ts';
import { formatEvaluation } from '../evaluation/report/format-evaluation.ts';
import { projectPath } from '../project-paths.ts';
import { widthOf } from '../report/columns.ts';
import { standardOutput } from '../report/output.ts';
import { evaluateArguments, ownSet } from './evaluate-arguments.ts';
import { evaluateHelp } from './evaluate-help.ts';
import { exitCode } from './exit-code.ts';
import { runCommand } from './run-command.ts';

/** `npm run evaluate -- FLAGS`. */
export function evaluateCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const output = standardOutput();
    const { paths, json, shortfalls, model, writeDocument, help } = evaluateArguments(args, process.env);
    if (help) {
      output.write(evaluateHelp);
      return exitCode.green;
    }
    const sets: LabelledSet[] = [];
    for (const path of paths) sets.push(await readLabelledSet(path));
    if (paths.length === 0) sets.push(await readOwnSet());
    await using finder = await loadSpanFinder(model);
    const evaluation = await evaluate(sets, (text) => finder.find(text));
    if (json) output.write(`${JSON.stringify(evaluationJson(evaluation), undefined, 2)}\n`);
    else if (writeDocument) writeFileSync(evaluationPath, evaluationDocument(formatEvaluation(evaluation, 80, false)));
    else output.write(formatEvaluation(evaluation, widthOf(output), shortfalls));
    return exitCode.green;
  });
}

/** Wherever the command is called from, its files are named from the project's root. */
async function readOwnSet(): Promise<LabelledSet> {
  const { sources } = await readLabelledSet(projectPath(ownSet));
  const root = projectPath('.');
  return { name: ownSet, sources: sources.map(({ file, texts }) => ({ file: relative(root, file), texts })) };
}
