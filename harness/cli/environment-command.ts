import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { deployChannel } from '../../mocks/ably/deploy-channel.ts';
import { timeScale } from '../environments/embedded/time-scale.ts';
import { writeAccess } from '../environments/write-access.ts';
import { formatUsage } from '../iam/format-usage.ts';
import { readPolicy } from '../iam/read-policy.ts';
import type { UserUsage } from '../iam/usage-log.ts';
import { readText } from '../manifests/read-text.ts';
import { prepareEmbedded } from '../pipeline/environments/prepare-embedded.ts';
import { imageCatalog } from '../pipeline/image-catalog.ts';
import { type Platform, startPlatform } from '../pipeline/platform.ts';
import { trustingImages } from '../pipeline/trusting-images.ts';
import { fixture } from '../project-paths.ts';
import { duration } from '../report/duration.ts';
import { type Output, standardOutput } from '../report/output.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { ownStore } from '../snapshot/store-in-force.ts';
import type { EnvironmentAccess } from './environment-access.ts';
import { type EnvironmentArguments, environmentArguments } from './environment-arguments.ts';
import { environmentHelp } from './environment-help.ts';
import { exitCode } from './exit-code.ts';
import { followSnapshot } from './follow-snapshot.ts';
import { type AccessDetails, formatAccess } from './format-access.ts';
import { onInterrupt } from './on-interrupt.ts';
import { runCommand } from './run-command.ts';
import { makeRunDirectory } from './run-directory.ts';

/** `npm run environment -- FLAGS`: starts an embedded environment, says how to reach it, and stays until told to stop. */
export function environmentCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const asked = environmentArguments(args, process.env);
    if (asked.help) {
      standardOutput().write(environmentHelp);
      return exitCode.green;
    }
    await serve(asked);
    return exitCode.green;
  });
}

async function serve(asked: EnvironmentArguments): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  using _interrupt = onInterrupt(() => stopped.resolve());
  const startedAt = performance.now();
  const runId = randomBytes(3).toString('hex');
  using runDirectory = makeRunDirectory(runId);
  await using stack = new AsyncDisposableStack();
  const { platform, follow, ...details } = await start(asked, runId, runDirectory.path, stack);
  standardOutput().write(asked.json ? `${JSON.stringify(details.access)}\n` : welcome(asked, details, startedAt));
  const news: Pick<Output, 'write'> = asked.json ? process.stderr : standardOutput();
  stack.use(follow((line) => news.write(`${line}\n`)));
  await stopped.promise;
  if (!asked.json) standardOutput().write(farewell(platform.iam.usage()));
}

async function start(
  asked: EnvironmentArguments,
  runId: string,
  runDirectory: string,
  stack: AsyncDisposableStack,
): Promise<
  AccessDetails & { readonly platform: Platform; readonly follow: (say: (line: string) => void) => Disposable }
> {
  const file = resolve(asked.snapshot ?? fixture('snapshots/snapshot.yaml'));
  const snapshot = await readText(file);
  const store = ownStore(readSnapshot(snapshot, { file }));
  const ca = join(runDirectory, 'ca.crt');
  const registrationToken = `qpt_${randomBytes(18).toString('hex')}`;
  const { nodes, realTime } = asked;
  const images = trustingImages(imageCatalog(asked.images), { caFile: ca, timeScale: timeScale(realTime) });
  // Bucket, user and key are the person's to make, as the guide has it.
  const region = store?.region ?? 'us-east-1';
  const setUp = { region, buckets: [], user: '', policies: [], ownKey: undefined, furtherKeys: [] };
  const platform: Platform = stack.use(
    await startPlatform({
      runId,
      seed: asked.seed,
      snapshot,
      registrationToken,
      environment: (basis) => prepareEmbedded({ nodes, realTime, runDirectory, images, setUp }, basis),
    }),
  );
  const { environment, edge } = platform;
  await writeFile(ca, platform.ca.certPem);
  const { port } = await edge.listen();
  const address = `127.0.0.1:${port}`;
  const push = deployChannel(platform.orgId);
  const variables = {
    EDGE: address,
    EDGE_CA: ca,
    REGISTRATION_TOKEN: registrationToken,
    ABLY_KEY: push.key,
    ABLY_CHANNEL: push.channel,
    ABLY_PORT: `${port}`,
  };
  const files = await writeAccess(runDirectory, environment, variables);
  const access: EnvironmentAccess = {
    kubeconfig: files.kubeconfig,
    s3: environment.objectStore,
    edge: { address, ca },
    registrationToken,
    push,
  };
  return {
    platform,
    follow: (say) => followSnapshot({ platform, registrationToken, file, snapshot, say }),
    snapshot: file,
    access,
    variables: files.variables,
    orgId: platform.orgId,
    bucket: store && (await guideBucket(store.bucket, runDirectory)),
  };
}

/** Writes the policy that the guide gives the agents' user, so that its own commands can be copied. */
async function guideBucket(name: string, runDirectory: string): Promise<AccessDetails['bucket']> {
  const policyFile = join(runDirectory, 'artifacts-policy.json');
  await writeFile(policyFile, await readPolicy(fixture('iam/artifacts-policy.json'), { bucket: name }));
  return { name, policyFile };
}

function welcome({ nodes }: EnvironmentArguments, details: AccessDetails, startedAt: number): string {
  const count = `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`;
  const lines = [
    `An embedded environment with ${count} is up after ${duration(performance.now() - startedAt)}.`,
    '',
    ...formatAccess(details),
    '',
    ...(nodes.length === 1 ? ['Two pods of QScan do not fit on one node: a roll-out of it takes --nodes 2.', ''] : []),
    'Ctrl-C ends it and removes all of this.',
    '',
  ];
  return lines.join('\n');
}

/** What of the rights in the environment was used, for a policy that grants no more. */
function farewell(usage: readonly UserUsage[]): string {
  const table = usage.length === 0 ? 'No IAM user was made here, so none had any.' : formatUsage(usage);
  return `\nRights granted and used\n\n${table}\n`;
}
