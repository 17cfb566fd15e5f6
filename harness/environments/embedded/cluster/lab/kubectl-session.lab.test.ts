import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startServedCluster } from '../testing/start-served-cluster.ts';
import { kubectlSession, type SessionStep } from './kubectl-session.ts';
import { isPresent } from './run-command.ts';

const record = new URL('recorded/kubectl-session.json', import.meta.url);
const { KIND_KUBECONFIG, RECORD_SESSION } = process.env;
const noKubectl = isPresent('kubectl', 'version', '--client') ? '' : ' (skipped: kubectl is not on the PATH)';
const noKind = noKubectl || (KIND_KUBECONFIG ? '' : ' (skipped: KIND_KUBECONFIG names no cluster)');

const recorded = async (): Promise<SessionStep[]> => JSON.parse(await readFile(record, 'utf8'));

test.skipIf(noKubectl)(
  `a session with kubectl reads as it does on a real cluster${noKubectl}`,
  { timeout: 120_000 },
  async () => {
    await using served = await startServedCluster();
    expect(await kubectlSession(served.kubeconfig)).toEqual(await recorded());
  },
);

// RECORD_SESSION=1 records the real cluster's session anew.
test.skipIf(noKind)(`the record is what a real cluster says${noKind}`, { timeout: 300_000 }, async () => {
  const session = await kubectlSession(KIND_KUBECONFIG ?? '');
  if (RECORD_SESSION) await writeFile(record, `${JSON.stringify(session, null, 1)}\n`);
  expect(session).toEqual(await recorded());
});
