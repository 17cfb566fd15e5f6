import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../project-paths.ts';
import { askEverything } from '../testing/clients/ask-everything.ts';
import { paste } from '../testing/clients/paste.ts';
import { bufClient, curlClient, goClient, grpcurlClient } from '../testing/clients/printed-clients.ts';
import { printedCommand } from '../testing/clients/printed-command.ts';
import { type StartedEnvironment, startEnvironment } from '../testing/clients/start-environment.ts';
import { skipReason } from '../testing/skip-reason.ts';

const grpcurl = 'github.com/fullstorydev/grpcurl';
const version = 'v1.9.3';
const protocols = ['grpc', 'grpcweb', 'connect'];
const buildTime = 300_000;

const reason = skipReason('curl', 'go') || moduleReason();

describe.skipIf(reason)(`clients that an environment prints${reason}`, () => {
  let environment: StartedEnvironment;
  beforeAll(async () => {
    environment = await startEnvironment();
    await promisify(execFile)('go', ['install', `${grpcurl}/cmd/grpcurl@${version}`], {
      env: { ...process.env, GOBIN: environment.path },
    });
  }, buildTime);
  afterAll(() => environment?.[Symbol.asyncDispose]());

  test('curl, buf curl by each protocol and grpcurl are told the same', { timeout: 120_000 }, async () => {
    await askEverything(curlClient(environment), environment.orgId);
    for (const protocol of protocols) await askEverything(bufClient(environment, protocol), environment.orgId);
    await askEverything(grpcurlClient(environment), environment.orgId);
  });

  test('grpcurl without definitions is told at once that Pulse reflects none', async () => {
    await using asked = paste(environment.output, 'grpcurl -cacert "$EDGE_CA" "$EDGE" list', {
      PATH: `${environment.path}:${process.env.PATH}`,
    });
    const { stderr } = await asked.result;
    expect(stderr).toContain('server does not support the reflection API');
  });

  test('the client that is generated in Go is told the same by each protocol', { timeout: buildTime }, async () => {
    const { output, orgId, path } = environment;
    const printed = printedCommand(output, '(cd mocks/pulse');
    const program = join(path, 'go-client');
    await using pasted = paste(output, printed);
    const { stdout, stderr } = await pasted.result;
    expect(JSON.parse(stdout || stderr)).toEqual({ orgId, service: 'qscan' });
    await using build = paste(
      output,
      printed.replace('go generate && go run', `go build -buildvcs=false -o ${program}`),
    );
    expect(await build.result).toMatchObject({ code: 0 });
    for (const protocol of protocols) await askEverything(goClient(environment, program, protocol), orgId);
  });

  test("the printed command of Ably's client in Go hears of a snapshot that is saved changed", async () => {
    await using client = paste(environment.output, printedCommand(environment.output, '(cd mocks/ably'));
    await client.shows('attached');
    environment.saveSnapshot();
    await client.shows('heard config.changed');
  });
});

/** A machine may have no way to Go's modules. */
function moduleReason(): string {
  const wanted = [
    { of: 'mocks/pulse/testing/go-client', args: [] },
    { of: 'mocks/ably/testing/ably-go', args: [] },
    { of: '.', args: [`${grpcurl}@${version}`] },
  ];
  const had = ({ of, args }: (typeof wanted)[number]) =>
    spawnSync('go', ['mod', 'download', ...args], { cwd: projectPath(of), timeout: 60_000 }).status === 0;
  return wanted.every(had) ? '' : " (skipped: Go's modules cannot be had)";
}
