import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { skipReason } from '../../../../testing/skip-reason.ts';
import { startTestServer } from '../api/testing/start-test-server.ts';
import { assertSameSession } from './assert-same-session.ts';
import { runSession, type SessionStep } from './run-session.ts';
import { schemaSteps } from './schema-steps.ts';

const { KIND_KUBECONFIG, RECORD_SESSION } = process.env;
const record = new URL('recorded/schema-session.json', import.meta.url);
const reason = skipReason('kubectl');
const kindReason = reason || (KIND_KUBECONFIG ? '' : ' (skipped: KIND_KUBECONFIG names no cluster)');

const recorded = async (): Promise<SessionStep[]> => JSON.parse(await readFile(record, 'utf8'));

/** The lines that tell structure: the embedded server's schemas hold no prose. */
const structure = /^(KIND|VERSION|GROUP|FIELD|RESOURCE|ENUM|FIELDS):|\t<|^ *enum: |^ {2}[A-Z]\w+$|[Ee]rror|CRDs/;

async function session(kubeconfig: string): Promise<SessionStep[]> {
  const steps = await runSession('kubectl', schemaSteps, kubeconfig);
  return steps.map((step) => ({ ...step, output: step.output.filter((line) => structure.test(line)) }));
}

test.skipIf(reason)(`kubectl reads the schemas as on a real cluster${reason}`, { timeout: 120_000 }, async () => {
  await using local = await startTestServer();
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'schema-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, local.server.kubeconfig, { mode: 0o600 });
  assertSameSession(await session(kubeconfig), await recorded());
});

// RECORD_SESSION=write records the real cluster's session anew.
test.skipIf(kindReason)(`a real cluster says what its record says${kindReason}`, { timeout: 120_000 }, async () => {
  const real = await session(KIND_KUBECONFIG ?? '');
  if (RECORD_SESSION === 'write') await writeFile(record, `${JSON.stringify(real, null, 1)}\n`);
  assertSameSession(real, await recorded());
});
