import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { resourceTypes } from '../../environments/embedded/cluster/api/registry/resource-type.ts';
import { type Endpoint, httpsCall } from '../../environments/embedded/cluster/api/testing/https-call.ts';
import { startTestServer } from '../../environments/embedded/cluster/api/testing/start-test-server.ts';
import { answersDiffer } from './answers-differ.ts';
import { baseManifest, namespace, pathOf, presentName, type RandomRequest, randomRequest } from './random-request.ts';
import { askVerdict, type Verdict } from './verdict.ts';

/**
 * RANDOM_MANIFESTS says how many, RANDOM_SEED where to begin: each manifest is made from a seed of its own, counted up
 * from there, so that one that is judged otherwise can be had again alone:
 * RANDOM_SEED=4711 RANDOM_MANIFESTS=1 LAB_KUBECONFIG=… npm run test:lab -- random
 */
const count = Number(process.env.RANDOM_MANIFESTS ?? 1000);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
const kubeconfig = process.env.LAB_KUBECONFIG;
const skipped = 'skipped: LAB_KUBECONFIG names no kubeconfig of a real API server 1.34 (token, administrator)';

/** Limits and quotas come last, so that what is made before them is as they would not have it. */
const late = new Set(['limitranges', 'resourcequotas']);

/** A CRD would change what the server serves. */
const types = resourceTypes()
  .filter(({ verbs, plural }) => verbs.includes('patch') && plural !== 'customresourcedefinitions')
  .sort((left, right) => Number(late.has(left.plural)) - Number(late.has(right.plural)));

function labEndpoint(path: string): Endpoint {
  const config = parse(readFileSync(path, 'utf8')) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  return { url: config.clusters[0].cluster.server, token: config.users[0].user.token };
}

/** Makes the objects that updates are of; they may be there from the last time. */
async function prepare(endpoint: Endpoint): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const create = async (path: string, object: unknown): Promise<void> => {
    const { status, text } = await httpsCall(endpoint, path, { method: 'POST', headers, body: JSON.stringify(object) });
    if (status !== 201 && status !== 409) throw new Error(`POST ${path} was answered with ${status}: ${text}`);
  };
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (const type of types) await create(pathOf(type), baseManifest(type, presentName));
}

interface Disagreement {
  readonly request: RandomRequest;
  readonly real: Verdict;
  readonly embedded: Verdict;
}

test.skipIf(!kubeconfig)(
  `${count} random manifests from seed ${firstSeed} get the verdict of a real API server${kubeconfig ? '' : ` (${skipped})`}`,
  async () => {
    await using local = await startTestServer();
    const lab = labEndpoint(kubeconfig ?? '');
    await prepare(lab);
    await prepare(local.endpoint);
    const disagreements: Disagreement[] = [];
    const seeds = Array.from({ length: count }, (_, index) => firstSeed + index).values();
    const work = async (): Promise<void> => {
      for (const seed of seeds) {
        const request = randomRequest(seed, types);
        const [real, embedded] = await Promise.all([askVerdict(lab, request), askVerdict(local.endpoint, request)]);
        if (answersDiffer(request, real, embedded)) disagreements.push({ request, real, embedded });
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(disagreements).toEqual([]);
  },
  120_000,
);
