import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluationDocument, evaluationPath } from '../evaluation/report/evaluation-document.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const limit = { timeout: 120_000 };
const evaluate = (...args: string[]) => startCli(args, {}, 'evaluate').result;

test('docs/evaluation.md is what npm run evaluate -- --write-document writes', limit, async () => {
  const { code, output } = await evaluate();
  expect(code, output).toBe(0);
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(readFileSync(evaluationPath, 'utf8')).toBe(evaluationDocument(output));
});

test('files of either format are measured together, as JSON', limit, async () => {
  using folder = temporaryFolder();
  const [json, conll] = [join(folder.path, 'a.json'), join(folder.path, 'b.conll')];
  const mail = { entity_type: 'EMAIL', entity_value: 'a@b.example', start_position: 8, end_position: 19 };
  writeFileSync(json, JSON.stringify([{ full_text: '{"é":"😀 a@b.example"}', spans: [mail] }]));
  writeFileSync(conll, 'Call O\n415-555-2671 B-PHONE\non O\nMonday B-DATE\n');
  const { code, output } = await evaluate(json, conll, '--json');
  expect(code, output).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    all: { exact: { labelled: 2, both: 2 } },
    sets: [{ scored: ['EMAIL_ADDRESS'] }, { scored: ['PHONE_NUMBER'] }],
    leftOut: { foreignLabels: { DATE: 1 } },
  });
  expect(output).not.toContain('a@b.example');
});

test.each([
  [['--write-document', 'x.json'], '--write-document is about fixtures/evaluation alone'],
  [['--write-document', '--model', 'dir'], '--write-document is about fixtures/evaluation alone'],
  [['--model', 'nowhere'], 'There is no folder nowhere.'],
  [['--json', '--shortfalls'], '--json has every shortfall'],
  [['none.json'], 'cannot read none.json: no such file.'],
  [['--jsno'], "Unknown option '--jsno'. The flags are listed by: npm run evaluate -- --help"],
  [['package.json'], 'package.json:1: a labelled set is a list of {"full_text", "spans":'],
])('%j is refused with what is meant', limit, async (args, message) => {
  const { code, output } = await evaluate(...args);
  expect(code).toBe(2);
  expect(output).toContain(message);
});

test('help fits 80 columns', limit, async () => {
  const { code, output } = await evaluate('--help');
  expect(code).toBe(0);
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
