import { expect, test } from 'vitest';
import { containerEnvironment, locatedContainers } from '../../manifests/container-environment.ts';
import { parseManifests } from '../../manifests/parse-manifests.ts';
import type { Facts } from '../facts.ts';
import { feedbackLoop } from './feedback-loop.ts';

function facts(strategy: string, urls: readonly string[]): Facts {
  const manifests = parseManifests(
    `apiVersion: v1
kind: Pod
metadata: {name: qscan}
spec:
  containers:
    - {name: qscan, image: qscan, env: [{name: QPOINT_STRATEGY, value: "${strategy}"}]}
`,
    'qscan.yaml',
  );
  const [located] = locatedContainers(manifests);
  if (located === undefined) throw new Error('The manifest holds a container.');
  const agent = { ...located, role: 'qscan', variables: containerEnvironment(located, []), secrets: [] };
  const objects = urls.map((url) => {
    const bytes = Buffer.from(JSON.stringify({ url, method: 'GET', request: {}, response: {} }));
    return { key: url, bytes, contentType: 'application/json' };
  });
  return { inputs: { agents: [agent] }, evidence: { objects } } as unknown as Facts;
}

const download = 'https://s3.eu-central-1.amazonaws.com/acme/0a';
const workload = 'http://api.partner.example/v1';

test("what QScan read itself lies in the bucket again, and its strategy's line is pointed at", () => {
  const cause = feedbackLoop(facts('', [download, workload, 'https://api-pulse.qpoint.io/x']));
  expect(cause?.sentence).toContain('2 of 3 objects in the bucket');
  expect(cause?.positions[0]?.line).toBe(6);
});

test.each([
  ['the strategy is ignore', 'ignore', [download]],
  ['only the workload was captured', '', [workload]],
])('no loop where %s', (_, strategy, urls) => {
  expect(feedbackLoop(facts(strategy, urls))).toBeUndefined();
});
