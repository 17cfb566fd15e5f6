import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

function priorityClass(name: string, fields: JsonObject): Fault {
  return {
    name: `PriorityClass ${name}`,
    path: '/apis/scheduling.k8s.io/v1/priorityclasses?dryRun=All',
    body: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'p' }, ...fields },
  };
}

function storageClass(name: string, fields: JsonObject): Fault {
  return {
    name: `StorageClass ${name}`,
    path: '/apis/storage.k8s.io/v1/storageclasses?dryRun=All',
    body: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 's' },
      provisioner: 'a.b/c',
      ...fields,
    },
  };
}

function lease(name: string, spec: JsonObject): Fault {
  return {
    name: `Lease ${name}`,
    path: '/apis/coordination.k8s.io/v1/namespaces/{ns}/leases?dryRun=All',
    body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec },
  };
}

function revision(name: string, fields: JsonObject): Fault {
  return {
    name: `ControllerRevision ${name}`,
    path: '/apis/apps/v1/namespaces/{ns}/controllerrevisions?dryRun=All',
    body: { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'r' }, ...fields },
  };
}

function podTemplate(name: string, template: JsonObject): Fault {
  return {
    name: `PodTemplate ${name}`,
    path: '/api/v1/namespaces/{ns}/podtemplates?dryRun=All',
    body: { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 't' }, template },
  };
}

function patched(name: string, path: string, body: JsonObject): Fault {
  return { name, path: `${path}?dryRun=All`, method: 'PATCH', contentType: 'application/merge-patch+json', body };
}

export const otherKindsFaults: readonly Fault[] = [
  priorityClass('of the system', { metadata: { name: 'system-mine' }, value: 1 }),
  priorityClass('that is too high', { value: 2_000_000_000 }),
  priorityClass('of an unknown preemption', { value: 1, preemptionPolicy: 'Sometimes' }),
  patched('PriorityClass of another value', '/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical', {
    value: 5,
  }),
  storageClass('without a provisioner', { provisioner: '' }),
  storageClass('of a bad provisioner', { provisioner: 'a b' }),
  storageClass('that recycles', { reclaimPolicy: 'Recycle' }),
  storageClass('that binds tomorrow', { volumeBindingMode: 'Tomorrow' }),
  storageClass('with a nameless parameter', { parameters: { '': 'x' } }),
  lease('of no time', { leaseDurationSeconds: 0 }),
  lease('of negative transitions', { leaseTransitions: -1 }),
  revision('without data', { revision: 1 }),
  revision('of a negative number', { data: {}, revision: -1 }),
  podTemplate('without containers', { spec: {} }),
  podTemplate('with a bad container', { spec: { containers: [{ name: 'A_' }] } }),
];
