import type { V1Pod, V1PodDisruptionBudget } from '@kubernetes/client-node';
import { decodeBody } from '../decoding/decode-body.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import { isJsonObject } from '../objects/json.ts';
import { type KubeObject, timestamp } from '../objects/kube-object.ts';
import { labelSelectorMatches } from '../objects/label-selector.ts';
import type { DeleteOptions, Registry } from '../registry/registry.ts';
import { type ResourceType, resourceTypeOfKind } from '../registry/resource-type.ts';
import type { Wire } from '../wire.ts';
import { methodNotAllowed } from './errors.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';
import { writeOptions } from './write-options.ts';

type Budget = Wire<V1PodDisruptionBudget>;

/** `pods/NAME/eviction`: deletes a pod if its disruption budget can spare it. Source: kubernetes `pkg/registry/core/pod/storage/eviction.go`. */
export async function answerEviction(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { readonly namespace: string | undefined; readonly name: string },
): Promise<void> {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const contentType = exchange.request.headers['content-type'] ?? '';
  const kind = { group: 'policy', version: 'v1', kind: 'Eviction' };
  const { validation, dryRun } = writeOptions(exchange);
  const eviction = await decodeBody(await readBody(exchange), contentType, kind, validation, exchange.warnings);
  if (!isJsonObject(eviction.metadata) || eviction.metadata.name !== key.name) {
    throw badRequest('name in URL does not match name in Eviction object');
  }
  const given = isJsonObject(eviction.deleteOptions) ? eviction.deleteOptions : {};
  const isTried = dryRun || (Array.isArray(given.dryRun) && given.dryRun.length > 0);
  const pod = registry.get(type, key) as unknown as Wire<V1Pod>;
  if (!isNobodysLoss(pod)) spend(registry, pod, isTried);
  registry.delete(type, key, { ...(given as DeleteOptions), dryRun: isTried });
  sendJson(exchange, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** A pod that is over, not begun, or going anyway. */
function isNobodysLoss({ metadata, status }: Wire<V1Pod>): boolean {
  const phase = status?.phase ?? '';
  return metadata?.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(phase);
}

/** Takes the pod off its budget. Throws ApiError TooManyRequests where that would go below it. */
function spend(registry: Registry, pod: Wire<V1Pod>, dryRun: boolean): void {
  const type = resourceTypeOfKind('PodDisruptionBudget');
  if (!type) return;
  const { namespace, name = '', labels } = pod.metadata ?? {};
  const budgets = (registry.storage.list(type.storage, namespace) as unknown[] as Budget[]).filter(
    ({ spec }) => spec?.selector && labelSelectorMatches(spec.selector, labels),
  );
  const [budget, second] = budgets;
  if (!budget) return;
  if (second) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new ApiError(500, '', message);
  }
  const { spec, status, metadata } = budget;
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0, observedGeneration = 0 } = status ?? {};
  const isReady = pod.status?.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  if (!isReady) {
    if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return;
    if (desiredHealthy > 0 && currentHealthy >= desiredHealthy) return;
  }
  const title = `The disruption budget ${metadata?.name ?? ''}`;
  if (observedGeneration < (metadata?.generation ?? 0)) {
    throw tooManyDisruptions(`${title} is still being processed by the server.`, 10);
  }
  if (disruptionsAllowed <= 0) {
    throw tooManyDisruptions(`${title} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`);
  }
  const change = (copy: KubeObject): KubeObject => {
    const before = copy.status as NonNullable<Budget['status']>;
    const disruptedPods = { ...before.disruptedPods, [name]: timestamp() };
    return { ...copy, status: { ...before, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods } };
  };
  registry.update(type, { namespace, name: metadata?.name ?? '' }, change, { subresource: 'status', dryRun });
}

function tooManyDisruptions(message: string, retryAfterSeconds?: number): ApiError {
  return new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds && { retryAfterSeconds }),
  });
}
