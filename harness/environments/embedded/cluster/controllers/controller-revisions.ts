import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { ownerReference } from './owners.ts';
import { type PodTemplate, templateHash } from './pod-template.ts';

type OwnerKind = 'DaemonSet' | 'StatefulSet';

/**
 * Keeps a template in the owner's history, for `kubectl rollout history` and `undo`, as its newest revision. Returns the
 * revision's name. Source: kubernetes/pkg/controller/history.
 */
export function currentRevision(
  api: ClusterApi,
  kind: OwnerKind,
  owner: KindMap[OwnerKind],
  template: NonNullable<PodTemplate>,
): string {
  const { namespace = '', uid } = owner.metadata ?? {};
  const hash = templateHash(template);
  const name = `${owner.metadata?.name}-${hash}`;
  const history = api
    .list('ControllerRevision', namespace)
    .filter(({ metadata }) => metadata?.ownerReferences?.some((reference) => reference.uid === uid));
  const newest = Math.max(0, ...history.map(({ revision }) => revision));
  const known = history.find(({ metadata }) => metadata?.name === name);
  if (!known) {
    api.create('ControllerRevision', {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...template.metadata?.labels, 'controller-revision-hash': kind === 'StatefulSet' ? name : hash },
        ...(owner.metadata?.annotations && { annotations: owner.metadata.annotations }),
        ownerReferences: [ownerReference(kind, owner)],
      },
      data: { spec: { template: { $patch: 'replace', ...template } } },
      revision: newest + 1,
    });
    forget(api, history, owner.spec?.revisionHistoryLimit ?? 10);
  } else if (known.revision < newest) api.update('ControllerRevision', { ...known, revision: newest + 1 });
  return name;
}

function forget(api: ClusterApi, history: readonly KindMap['ControllerRevision'][], limit: number): void {
  const byAge = [...history].sort((left, right) => left.revision - right.revision);
  const surplus = byAge.slice(0, Math.max(0, history.length - limit));
  for (const { metadata } of surplus) {
    api.delete('ControllerRevision', { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' });
  }
}
