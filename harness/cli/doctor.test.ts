import { expect, test } from 'vitest';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('a machine without Docker and kind is told what it lacks and what to do', async () => {
  using empty = temporaryFolder();
  const { code, output } = await startCli([], { PATH: empty.path }, 'doctor').result;
  expect(output).toMatch(/^ {2}✖ Docker +not on the PATH; install it: https/m);
  expect(output).toMatch(/^ {2}✖ kind +not on the PATH; install 0\.27 or later: https/m);
  expect(output).toMatch(/^ {2}– memory +not seen without Docker$/m);
  expect(output).toMatch(/^ {2}– kubectl /m);
  expect(output).toMatch(/^2 of \d+ keep kind from running here\.$/m);
  expect(code).toBe(3);
});

test('as JSON it is one line for a program', async () => {
  using empty = temporaryFolder();
  const { code, output } = await startCli(['--json'], { PATH: empty.path }, 'doctor').result;
  const report = JSON.parse(output) as { ok: boolean; checks: { name: string; state: string; remedy?: string }[] };
  expect(report.ok).toBe(false);
  expect(report.checks).toContainEqual(
    expect.objectContaining({ name: 'Docker', state: 'failed', remedy: expect.any(String) }),
  );
  expect(code).toBe(3);
});

test.each([
  ['an unknown environment', ['--environment', 'moon'], /--environment takes kind, not "moon"/],
  ['a stray word', ['kind'], /"kind" is no flag/],
])('%s is refused', async (_, args, message) => {
  const { code, output } = await startCli(args, {}, 'doctor').result;
  expect(output).toMatch(message);
  expect(code).toBe(2);
});
