import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { findProgram } from '../testing/find-program.ts';
import { startCli } from '../testing/run-cli.ts';
import { skipReason } from '../testing/skip-reason.ts';

const run = promisify(execFile);

const reason = skipReason('kubectl', 'aws');

test.skipIf(reason)(
  `the commands that an environment prints build a pipeline whose agents become ready${reason}`,
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
        env: { ...process.env, PATH: `${dirname(findProgram('aws') ?? '')}${delimiter}${process.env.PATH}` },
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
