import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const limit = { timeout: 60_000 };

/** A folder as `optimum-cli export onnx` leaves it, or the Hub has it, with labels of another set's names; and a body to scan. */
function exported(folder: string, graph = 'model.onnx') {
  const shipped = projectPath('fixtures/models/language-entities');
  const model = join(folder, 'export');
  cpSync(shipped, model, { recursive: true });
  cpSync(join(shipped, 'model_quantized.onnx'), join(model, graph));
  rmSync(join(model, 'model_quantized.onnx'));
  const config = join(model, 'config.json');
  const renamed = readFileSync(config, 'utf8').replaceAll('-PERSON', '-PER').replaceAll('-STREET_ADDRESS', '-STR');
  writeFileSync(config, renamed);
  const body = join(folder, 'body.json');
  writeFileSync(body, '{"customer":{"name":"Marisol Trevino","street":"418 Willow Lane"}}');
  const scan = (...args: readonly string[]) => startCli([body, '--json', ...args], {}, 'scan').result;
  return { model, scan, at: (name: string) => join(model, name) };
}

test(
  'an export with the labels of another set is used instead, and a label without counterpart as it is said',
  limit,
  async () => {
    using folder = temporaryFolder();
    const { model, scan } = exported(folder.path, 'onnx/model.onnx');
    const types = (output: string) => (JSON.parse(output).findings as { type: string }[]).map(({ type }) => type);
    expect(types((await scan('--model', model)).output)).toEqual(['PERSON']);
    const mapped = await scan('--model', model, '--label', 'STR=STREET_ADDRESS');
    expect(types(mapped.output)).toEqual(['PERSON', 'STREET_ADDRESS']);
  },
);

test.each<[string, RegExp, (at: (name: string) => string) => void]>([
  ['no graph', /has no ONNX graph; looked for model_quantized\.onnx, /, (at) => rmSync(at('model.onnx'))],
  ['no tokenizer', /has no tokenizer\.json: export with/, (at) => rmSync(at('tokenizer.json'))],
  [
    'an unknown tokenizer',
    /tokenizer\.json is no tokenizer that can be used/,
    (at) => writeFileSync(at('tokenizer.json'), '{}'),
  ],
  ['a broken config', /config\.json is no JSON/, (at) => writeFileSync(at('config.json'), '{')],
  ['a broken graph', /model\.onnx cannot be loaded: /, (at) => writeFileSync(at('model.onnx'), 'x')],
  [
    'a model of another kind',
    /no id2label: the model is no token classifier/,
    (at) => writeFileSync(at('config.json'), '{}'),
  ],
])('a model that cannot be used is told plainly: %s', limit, async (_, message, breakIt) => {
  using folder = temporaryFolder();
  const { model, scan, at } = exported(folder.path);
  breakIt(at);
  const { code, output } = await scan('--model', model);
  expect([code, output]).toEqual([2, expect.stringMatching(message)]);
  expect(output).not.toContain('    at ');
});
