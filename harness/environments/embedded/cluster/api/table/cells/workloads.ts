import type {
  V1ControllerRevision,
  V1DaemonSet,
  V1Deployment,
  V1PodTemplate,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, containerCells, formatLabels, formatSelector, none } from '../formats.ts';

export const workloadCells: Readonly<Record<string, Cells>> = {
  'controllerrevisions.apps': cellsFor<Wire<V1ControllerRevision>>((object) => [
    object.metadata.name,
    controller(object),
    object.revision,
    age(object),
  ]),
  'daemonsets.apps': cellsFor<Wire<V1DaemonSet>>((object) => {
    const { metadata, spec, status } = object;
    return [
      metadata.name,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      formatLabels(spec?.template.spec?.nodeSelector),
      age(object),
      ...containerCells(spec?.template.spec),
      formatSelector(spec?.selector),
    ];
  }),
  'deployments.apps': cellsFor<Wire<V1Deployment>>((object) => {
    const { metadata, spec, status } = object;
    return [
      metadata.name,
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      age(object),
      ...containerCells(spec?.template.spec),
      formatSelector(spec?.selector),
    ];
  }),
  podtemplates: cellsFor<Wire<V1PodTemplate>>(({ metadata, template }) => [
    metadata.name,
    ...containerCells(template?.spec),
    formatLabels(template?.metadata?.labels),
  ]),
  'replicasets.apps': cellsFor<Wire<V1ReplicaSet>>((object) => {
    const { metadata, spec, status } = object;
    return [
      metadata.name,
      spec?.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      age(object),
      ...containerCells(spec?.template?.spec),
      formatSelector(spec?.selector),
    ];
  }),
  'statefulsets.apps': cellsFor<Wire<V1StatefulSet>>((object) => {
    const { metadata, spec, status } = object;
    return [
      metadata.name,
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      age(object),
      ...containerCells(spec?.template.spec),
    ];
  }),
};

function controller({ metadata }: Pick<KubeObject, 'metadata'>): string {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller);
  if (!owner) return none;
  const [, group = ''] = owner.apiVersion.split('/').reverse();
  return `${[owner.kind, group].filter(Boolean).join('.').toLowerCase()}/${owner.name}`;
}
