import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startMocks } from '../contract/replay/start-mocks.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('records until Ctrl-C: a line an exchange, and how many there were', async () => {
  await using mocks = await startMocks({ snapshot: '{}' });
  using folder = temporaryFolder();
  const out = join(folder.path, 'new', 'recorded');
  const cli = startCli(['--upstream', mocks.origin.origin, '--out', out], {}, 'record');
  await cli.shows('Ctrl-C ends it.');
  const [, address] = /REGISTRATION_ENDPOINT=(\S+)/.exec(cli.shown) ?? [];
  const response = await fetch(`${address}/deploy/registration?key=s3cret`, {
    headers: { authorization: `Bearer ${mocks.token}` },
  });
  expect(response.status).toBe(200);
  await cli.shows('B in');
  cli.process.kill('SIGINT');
  const { code, output } = await cli.result;
  expect(output).toMatch(/^0001 GET \/deploy\/registration\?key=<key 1> · 200 · 0 B out · \d+ B in$/m);
  expect(output).toContain(`1 exchange in ${out}.\ncompare the mocks: npm run contract -- ${out}\n`);
  expect(output).not.toContain('s3cret');
  expect(output).not.toContain(mocks.token);
  expect(code).toBe(0);
  expect(readdirSync(out)).toEqual(['0001-get-deploy-registration.json']);
});

test('an upstream that is not there is told of, exchange by exchange', async () => {
  using folder = temporaryFolder();
  const cli = startCli(['--upstream', 'http://127.0.0.1:1', '--out', folder.path], {}, 'record');
  await cli.shows('Ctrl-C ends it.');
  const [, address] = /REGISTRATION_ENDPOINT=(\S+)/.exec(cli.shown) ?? [];
  expect((await fetch(`${address}/deploy/ping`)).status).toBe(502);
  await cli.shows('0001 GET /deploy/ping · http://127.0.0.1:1 gave no answer: nothing listens there (ECONNREFUSED)');
  cli.process.kill('SIGTERM');
  const { code, output } = await cli.result;
  expect(output).toContain('No exchange was recorded, 1 without an answer.\n');
  expect(code).toBe(0);
});

test('what a refused --upstream holds of keys and passwords is not shown', async () => {
  const secrets = ['https://user:pass-word@api.qpoint.io', 'https://api.qpoint.io/?key=pass-word', 'pass-word'];
  for (const upstream of secrets) {
    const { output } = await startCli(['--upstream', upstream, '--out', 'x'], {}, 'record').result;
    expect(output).toContain('--upstream takes a URL without path or user');
    expect(output).not.toContain('pass-word');
  }
});

test.each([
  [[], /record needs --upstream URL/],
  [['--upstream', 'https://api.qpoint.io'], /record needs --out DIR/],
  [['--upstream', 'api.qpoint.io', '--out', 'x'], /--upstream takes a URL without path or user/],
  [['--upstream', 'https://api.qpoint.io/deploy', '--out', 'x'], /--upstream takes a URL without path or user/],
  [['--upstream', 'https://api.qpoint.io', '--out', '/dev/null/x'], /--out \/dev\/null\/x cannot be written/],
  [['--upstream', 'https://api.qpoint.io', '--out', 'x', '--field', '<b>'], /--field takes the name of a field/],
  [['https://api.qpoint.io'], /"https:\/\/api.qpoint.io" is no flag/],
])('wrong use ends with 2 and the right one: %j', async (args, message) => {
  const { code, output } = await startCli(args, {}, 'record').result;
  expect(output).toMatch(message);
  expect(code).toBe(2);
});

test('a folder with a recording takes no second one', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, '0007-get-deploy-ping.json'), '{}');
  const args = ['--upstream', 'http://127.0.0.1:1', '--out', folder.path];
  const { code, output } = await startCli(args, {}, 'record').result;
  expect(output).toContain('holds a recording already (0007-get-deploy-ping.json): name another folder');
  expect(code).toBe(2);
});
