import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { startCli } from '../testing/run-cli.ts';

const run = promisify(execFile);

function runs(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const present = runs('kubectl', 'version', '--client') && runs('aws', '--version');
const name = 'the commands that an environment prints build a pipeline whose agents become ready';

test.skipIf(!present)(
  present ? name : `${name} (skipped: kubectl or aws is not on the PATH)`,
  { timeout: 60_000 },
  async () => {
    const cli = startCli([], {}, 'environment');
    await cli.shows('Ctrl-C');
    const [variables] = /^ {2}\. (\S+)$/m.exec(cli.shown)?.slice(1) ?? [];
    const steps = /as the setup guide builds it:\n([\s\S]*?) {2}kubectl port-forward/.exec(cli.shown)?.[1];
    const { stdout } = await run(
      'sh',
      ['-ec', `. ${variables}\n${steps}kubectl rollout status -n qpoint daemonset/qtap`],
      {
        cwd: projectPath('.'),
      },
    );
    expect(stdout).toContain('deployment "qscan" successfully rolled out');
    expect(stdout).toContain('daemon set "qtap" successfully rolled out');
    cli.process.kill('SIGINT');
    const { code, output } = await cli.result;
    expect(output).toMatch(/Rights granted and used[\s\S]*qpoint-artifacts\n {2}s3:PutObject/);
    expect(code).toBe(0);
  },
);
