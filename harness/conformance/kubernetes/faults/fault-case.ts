import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { runSteps } from '../steps/run-steps.ts';
import type { Fault } from './fault.ts';

/** What becomes of a fault: all of a refusal, and of anything else only that it was let in. */
export function faultCase({
  name,
  path,
  body,
  method = 'POST',
  contentType,
}: Fault): ConformanceCase<KubernetesTarget> {
  const step = {
    method,
    // Faults that are shared with other rooms name their namespace so.
    path: path.replace('/namespaces/faults/', '/namespaces/{ns}/'),
    ...(method !== 'GET' && method !== 'DELETE' && { body }),
    ...(contentType && { contentType }),
    keep: 'refusal' as const,
  };
  return { name, run: async (target) => (await runSteps(target, [...prepare, step])).at(-1) };
}

/** Made once in a namespace; later it is there already. */
const prepare = [
  {
    method: 'POST',
    path: '/api/v1/namespaces/{ns}/configmaps',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed' }, data: { a: '1' }, immutable: true },
    keep: 'status' as const,
  },
];
