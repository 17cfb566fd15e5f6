import { text as readStream } from 'node:stream/consumers';
import { detect } from '../../mocks/qscan/detection/detector.ts';
import { loadTokenClassifier } from '../../mocks/qscan/detection/language/load-token-classifier.ts';
import { findingJson } from '../evaluation/report/finding-json.ts';
import { formatFinding } from '../evaluation/report/format-finding.ts';
import { readText } from '../manifests/read-text.ts';
import { widthOf } from '../report/columns.ts';
import { standardOutput } from '../report/output.ts';
import { exitCode } from './exit-code.ts';
import { runCommand } from './run-command.ts';
import { scanArguments } from './scan-arguments.ts';
import { scanHelp } from './scan-help.ts';

/** `npm run scan -- FILE`. */
export function scanCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const output = standardOutput();
    const { file, contentType, explain, json, model, help } = scanArguments(args, process.env);
    if (help) {
      output.write(scanHelp);
      return exitCode.green;
    }
    if (file === undefined && process.stdin.isTTY) process.stderr.write('Reads the body from here until Ctrl-D.\n');
    const text = file === undefined ? await readStream(process.stdin) : await readText(file);
    await using classifier = await loadTokenClassifier(model);
    const { findings, incomplete } = await detect({ text, contentType, source: 'request_body' }, { classifier });
    const width = widthOf(output);
    if (json) {
      const report = { findings: findings.map(findingJson), incomplete: incomplete ?? null };
      output.write(`${JSON.stringify(report, undefined, 2)}\n`);
    } else {
      for (const finding of findings) output.write(formatFinding(finding, { width, explain }));
      output.write(findings.length === 0 ? 'nothing found\n' : `${findings.length} found\n`);
    }
    if (incomplete === undefined) return exitCode.green;
    if (!json) output.write(`not scanned to its end: the body is ${incomplete}\n`);
    return exitCode.red;
  });
}
