import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { valueHash } from '../../mocks/qscan/detection/value-hash.ts';
import { projectPath } from '../project-paths.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const limit = { timeout: 60_000 };

function scan(body: string, ...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; out: string; error: string }>();
  const child = execFile(process.execPath, [projectPath('harness/cli/scan.ts'), ...args], (_, out, error) =>
    resolve({ code: child.exitCode, out, error }),
  );
  child.stdin?.end(body);
  return promise;
}

const values = ['Marisol Trevino', '505-555-0143', 'm.trevino@mail.example'];
const body = JSON.stringify({ customer: { name: values[0], phones: [`call ${values[1]}`], mail: values[2] } });

test('each finding is told by type, score, path, position and hash, and why; no value is', limit, async () => {
  const { code, out, error } = await scan(body, '--explain');
  expect(code, error).toBe(0);
  expect(out).toContain(
    'PHONE_NUMBER      0.88  request_body $.customer.phones[0]\n    12 characters, 5 into the field\n',
  );
  expect(out).toContain(
    `    ${valueHash('505-555-0143')}\n    0.60  ten digits in groups, as North America writes them\n`,
  );
  expect(out).toContain('    0.28  "call" one word before it\n');
  expect(out).toContain('language model, ');
  expect(out).toMatch(/^3 found$/m);
  for (const value of values) expect(out + error).not.toContain(value);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('the example in README.md prints what stands there', limit, async () => {
  const readme = readFileSync(projectPath('README.md'), 'utf8');
  const [, sample = '', shown] =
    /echo '(.*)' \| npm run --silent scan -- --explain\n[^`]*```\n\n```text\n([^`]*)```/.exec(readme) ?? [];
  expect((await scan(`${sample}\n`, '--explain')).out).toBe(shown);
});

test('a file is read as its content type says, and JSON has the same without a value', limit, async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'body');
  writeFileSync(file, 'a=1&mail=m.trevino%40mail.example');
  const asForm = await scan('', file, '--json');
  expect(JSON.parse(asForm.out).findings).toMatchObject([
    {
      type: 'EMAIL_ADDRESS',
      path: '$.mail',
      start: 0,
      length: 22,
      why: [{ reason: 'form local@domain', score: 0.97 }],
    },
  ]);
  const asText = await scan('', file, '--content-type', 'text/plain', '--json');
  expect(JSON.parse(asText.out)).toEqual({ findings: [], incomplete: null });
});

test('nothing found is said, and a body that is too much ends with 1', limit, async () => {
  expect(await scan('{"status":"ok"}')).toMatchObject({ code: 0, out: 'nothing found\n' });
  const deep = await scan('['.repeat(300));
  expect(deep).toMatchObject({
    code: 1,
    out: expect.stringContaining('not scanned to its end: the body is nested deeper'),
  });
});

test.each([
  [['a', 'b'], 'One body at a time: npm run scan -- FILE.'],
  [['none.json'], 'cannot read none.json: no such file.'],
  [['--content-type', 'json'], '--content-type takes one like application/json, not "json".'],
  [['--explian'], "Unknown option '--explian'. The flags are listed by: npm run scan -- --help"],
])('%j is refused with what it takes', limit, async (args, message) => {
  const { code, error } = await scan('', ...args);
  expect(code).toBe(2);
  expect(error).toContain(message);
});

test('help tells of every flag', limit, async () => {
  const { code, out } = await scan('', '--help');
  expect(code).toBe(0);
  for (const flag of ['--content-type', '--explain', '--json', '--model', '--label']) expect(out).toContain(flag);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
