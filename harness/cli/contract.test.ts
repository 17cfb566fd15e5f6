import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startMocks } from '../contract/replay/start-mocks.ts';
import { callEverything } from '../contract/testing/call-everything.ts';
import { recordCalls } from '../contract/testing/record-calls.ts';
import { fixture } from '../project-paths.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const contract = (...args: string[]) => startCli(args, {}, 'contract').result;
const snapshot = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');

test('a recording of the mocks is green, and red as soon as a fixture says otherwise', async () => {
  using folder = temporaryFolder();
  await using mocks = await startMocks({ snapshot });
  let count = 0;
  await recordCalls(mocks.origin, folder.path, async (recorder) => {
    count = await callEverything(recorder, mocks.token);
  });
  const green = await contract(folder.path);
  expect(green.output).toContain('✔ GET /deploy/registration · 1 same\n');
  expect(green.output).toMatch(new RegExp(`\n\n${count} exchanges, ${count} same, 0 differ\n$`));
  expect(green.output).not.toContain('\x1b');
  expect(green.code).toBe(0);

  const [name] = ['0054-get-deploy-registration.json'];
  const file = join(folder.path, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"ablyToken": "<string>"', '"ablyToken": "<number>"'));
  using reports = temporaryFolder();
  const report = join(reports.path, 'report.json');
  const red = await contract(folder.path, '--json', report);
  expect(red.output).toContain('    registration.ablyToken: recorded number, mock string\n      in 0054\n');
  expect(red.output).toMatch(new RegExp(`\n${count} exchanges, ${count - 1} same, 1 differ\n$`));
  expect(red.code).toBe(1);
  const { exchanges, ...counts } = JSON.parse(readFileSync(report, 'utf8'));
  expect(counts).toEqual({ same: count - 1, differ: 1, notReplayed: 0 });
  expect(exchanges.find(({ differences }: { differences: unknown[] }) => differences.length > 0)).toEqual({
    ...{ file: name, method: 'GET', path: '/deploy/registration' },
    differences: [{ kind: 'field', at: 'registration.ablyToken', recorded: 'number', mock: 'string' }],
  });

  const other = join(folder.path, 'snapshot.yaml');
  writeFileSync(other, snapshot.replace('ignore_loopback: true', 'audit_include_dns: true'));
  const elsewhere = await contract(folder.path, '--snapshot', other);
  expect(elsewhere.output).toContain('config.tap.audit_include_dns: recorded nothing, mock bool\n');
});

test('what cannot be replayed is no success', async () => {
  using folder = temporaryFolder();
  await using mocks = await startMocks({ snapshot });
  await recordCalls(mocks.origin, folder.path, (recorder) =>
    fetch(`${recorder}/deploy/elsewhere`).then((one) => one.text()),
  );
  const { code, output } = await contract(folder.path);
  expect(output).toContain('not replayed: its path is none that the mocks know');
  expect(code).toBe(1);
});

test('a broken file is refused with its place and what to do', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, '0001-get-deploy-ping.json');
  writeFileSync(file, '{\n  "version": 1,\n  "protocol": "h2",\n  "requ');
  const { code, output } = await contract(folder.path);
  expect(output).toMatch(/0001-get-deploy-ping\.json:4: is no JSON, or breaks off: restore the file .*\n$/);
  expect(code).toBe(2);
  writeFileSync(file, '{\n  "version": 9\n}');
  expect((await contract(folder.path)).output).toContain(
    'json:2: has version 9, and this command reads version 1: record',
  );
});

test.each([
  [[], /contract needs a recording: npm run contract -- DIR/],
  [['no-such-folder'], /cannot read no-such-folder: no such folder/],
  [['package.json'], /cannot read package\.json: it is no folder/],
  [['.'], /biome\.json is not named as a fixture, so it would go unread: give it a name as 0001-/],
  [['harness/contract'], /holds no fixture: npm run record -- --upstream URL --out harness\/contract makes some/],
  [['one', 'two'], /"two" is a second one/],
  [['--snapshot'], /npm run contract -- --help/],
  [['x', '--json', '/nowhere/report.json'], /--json \/nowhere\/report.json cannot be written/],
])('wrong use ends with 2 and the right one: %j', async (args, message) => {
  const { code, output } = await contract(...args);
  expect(output).toMatch(message);
  expect(code).toBe(2);
});
