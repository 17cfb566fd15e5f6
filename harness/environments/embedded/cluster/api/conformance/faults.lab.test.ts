import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Endpoint, httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { type Fault, faults } from './faults.ts';

const kubeconfig = process.env.LAB_KUBECONFIG;
const skipped = 'skipped: LAB_KUBECONFIG names no kubeconfig of a real API server 1.34 (token, administrator)';

interface Verdict {
  readonly status: number;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly causes: unknown;
}

async function ask(endpoint: Endpoint, fault: Fault): Promise<Verdict> {
  const { method = 'POST', contentType = 'application/json', body } = fault;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> =
    method === 'GET' || method === 'DELETE' ? {} : { 'Content-Type': contentType };
  const answer = await httpsCall(endpoint, fault.path, { method, headers, body: text });
  let status: { reason?: string; message?: string; details?: { causes?: unknown } } = {};
  try {
    status = JSON.parse(answer.text) as typeof status;
  } catch {
    status = { message: answer.text.trim() };
  }
  const refused = answer.status >= 400;
  return {
    status: answer.status,
    reason: refused ? status.reason : undefined,
    message: refused ? withoutPatched(status.message) : undefined,
    causes: refused ? JSON.parse(withoutPatched(JSON.stringify(status.details?.causes)) ?? 'null') : undefined,
  };
}

/** A refused patch is quoted with the whole object that it made, whose uid and times differ. */
function withoutPatched(text: string | undefined): string | undefined {
  return text?.replace(/Invalid value: (\\?"\{).*(\}\\?"): /s, 'Invalid value: $1…$2: ');
}

async function prepare(endpoint: Endpoint): Promise<void> {
  const post = (path: string, body: unknown) =>
    httpsCall(endpoint, path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  await httpsCall(endpoint, '/api/v1/namespaces/faults/configmaps', { method: 'DELETE' });
  await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'faults' } });
  await post('/api/v1/namespaces/faults/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    data: { a: '1' },
    immutable: true,
  });
}

function labEndpoint(path: string): Endpoint {
  const config = parse(readFileSync(path, 'utf8')) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  return { url: config.clusters[0].cluster.server, token: config.users[0].user.token };
}

test.skipIf(!kubeconfig)(
  `faults get the answer of a real API server${kubeconfig ? '' : ` (${skipped})`}`,
  async () => {
    await using local = await startTestServer();
    const lab = labEndpoint(kubeconfig ?? '');
    await prepare(lab);
    await prepare(local.endpoint);
    const real: Record<string, Verdict> = {};
    const ours: Record<string, Verdict> = {};
    for (const fault of faults) {
      real[fault.name] = await ask(lab, fault);
      ours[fault.name] = await ask(local.endpoint, fault);
    }
    expect(ours).toEqual(real);
  },
  60_000,
);
