import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { skipReason } from '../../../../testing/skip-reason.ts';
import { startServedCluster } from '../testing/start-served-cluster.ts';
import { assertSameSession } from './assert-same-session.ts';
import { helmSteps } from './helm-steps.ts';
import { kubectlSteps } from './kubectl-steps.ts';
import { runSession, type SessionStep } from './run-session.ts';

const { KIND_KUBECONFIG, RECORD_SESSION } = process.env;

describe.each([
  ['kubectl', kubectlSteps],
  ['helm', helmSteps],
] as const)('a session with %s', (program, steps) => {
  const record = new URL(`recorded/${program}-session.json`, import.meta.url);
  const recorded = async (): Promise<SessionStep[]> => JSON.parse(await readFile(record, 'utf8'));
  const reason = skipReason(...new Set(['kubectl', program] as const));

  test.skipIf(reason)(`reads as it does on a real cluster${reason}`, { timeout: 300_000 }, async () => {
    await using served = await startServedCluster();
    assertSameSession(await runSession(program, steps, served.kubeconfig), await recorded());
  });

  // The version of the real cluster is pinned, so its record stays true until steps or that version change: RECORD_SESSION=check asks
  // it again, RECORD_SESSION=write records it anew.
  if (RECORD_SESSION === undefined) return;
  test('is what its record says', { timeout: 600_000 }, async () => {
    if (!KIND_KUBECONFIG) throw new Error('KIND_KUBECONFIG names no cluster to record.');
    const session = await runSession(program, steps, KIND_KUBECONFIG);
    if (RECORD_SESSION === 'write') await writeFile(record, `${JSON.stringify(session, null, 1)}\n`);
    assertSameSession(session, await recorded());
  });
});
