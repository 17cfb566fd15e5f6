import type {
  CoreV1Event,
  V1ConfigMap,
  V1Lease,
  V1Namespace,
  V1PriorityClass,
  V1ResourceQuota,
  V1Secret,
  V1ServiceAccount,
} from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor } from '../formats.ts';
import { since } from '../human-duration.ts';

/** What is configured, kept and told. */
export const configurationCells: Readonly<Record<string, Cells>> = {
  configmaps: cellsFor<Wire<V1ConfigMap>>((object) => [
    object.metadata.name,
    count(object.data) + count(object.binaryData),
    age(object),
  ]),
  events: cellsFor<Wire<CoreV1Event>>(event),
  'leases.coordination.k8s.io': cellsFor<Wire<V1Lease>>((object) => [
    object.metadata.name,
    object.spec?.holderIdentity ?? '',
    age(object),
  ]),
  namespaces: cellsFor<Wire<V1Namespace>>((object) => [object.metadata.name, object.status?.phase, age(object)]),
  'priorityclasses.scheduling.k8s.io': cellsFor<Wire<V1PriorityClass>>((object) => [
    object.metadata.name,
    object.value,
    object.globalDefault ?? false,
    age(object),
    object.preemptionPolicy ?? '',
  ]),
  resourcequotas: cellsFor<Wire<V1ResourceQuota>>((object) => {
    const { hard = {}, used = {} } = object.status ?? {};
    const texts = Object.entries(hard)
      .sort()
      .map(([resource, most]) => ({ resource, text: `${resource}: ${used[resource] ?? 0}/${most}` }));
    const isLimit = ({ resource }: { resource: string }) => resource.startsWith('limits.');
    const joined = (list: typeof texts) => list.map(({ text }) => text).join(', ');
    return [
      object.metadata.name,
      joined(texts.filter((item) => !isLimit(item))),
      joined(texts.filter(isLimit)),
      age(object),
    ];
  }),
  secrets: cellsFor<Wire<V1Secret>>((object) => [object.metadata.name, object.type, count(object.data), age(object)]),
  serviceaccounts: cellsFor<Wire<V1ServiceAccount>>((object) => [
    object.metadata.name,
    count(object.secrets),
    age(object),
  ]),
};

function event(object: Wire<CoreV1Event>): readonly unknown[] {
  const { metadata, involvedObject, source, series } = object;
  const first = object.firstTimestamp ?? object.eventTime;
  const kind = (involvedObject.kind ?? '').toLowerCase();
  const reporter = [source?.component || object.reportingComponent, source?.host || object.reportingInstance];
  return [
    since(series?.lastObservedTime ?? object.lastTimestamp ?? first),
    object.type ?? '',
    object.reason ?? '',
    involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
    involvedObject.fieldPath ?? '',
    reporter.filter(Boolean).join(', '),
    object.message?.trim() ?? '',
    since(first),
    series?.count || object.count || 1,
    metadata.name,
  ];
}

function count(items: object | undefined): number {
  return Object.keys(items ?? {}).length;
}
