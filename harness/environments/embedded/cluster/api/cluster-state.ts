import { createAdmission } from './admission/admission.ts';
import { keepQuotaStatus } from './admission/resource-quota.ts';
import { ServiceAccountTokens } from './authentication/service-account-tokens.ts';
import { fillTokenSecrets } from './authentication/token-secrets.ts';
import { aggregateClusterRoles } from './authorization/aggregate-cluster-roles.ts';
import { Authorizer } from './authorization/authorizer.ts';
import { createBootstrapObjects } from './bootstrap/create-bootstrap-objects.ts';
import type { ClusterApi, Kind, KindMap, ObjectKey, WatchEvent } from './cluster-api.ts';
import { serveDefinitions } from './custom-resources/definition-controller.ts';
import { ApiError, badRequest } from './objects/api-error.ts';
import { cloneJson } from './objects/json.ts';
import type { KubeObject } from './objects/kube-object.ts';
import { trackFields } from './patch/track-fields.ts';
import { bindPod } from './registry/bind-pod.ts';
import { GarbageCollector } from './registry/garbage-collector.ts';
import { NamespaceLifecycle } from './registry/namespace-lifecycle.ts';
import { Registry } from './registry/registry.ts';
import { type ResourceType, resourceTypeOfKind } from './registry/resource-type.ts';
import { ServedTypes } from './registry/served-types.ts';
import { ObjectStorage } from './storage/object-storage.ts';
import { watchObjects } from './storage/object-watch.ts';

export interface ClusterStateOptions {
  /** PEM of the CA that signs the cluster's own endpoints: what config map `kube-root-ca.crt` of each namespace holds. */
  readonly rootCa?: string;
}

export interface ClusterState {
  readonly api: ClusterApi;
  /** What the HTTPS server works on. */
  readonly registry: Registry;
  readonly tokens: ServiceAccountTokens;
  readonly authorizer: Authorizer;
}

/**
 * An empty cluster: namespaces `default`, `kube-system`, `kube-public` and `kube-node-lease`, and Service `kubernetes`.
 * No nodes and no controllers but garbage collection and the life of namespaces.
 */
export function createClusterState({ rootCa = '' }: ClusterStateOptions = {}): ClusterState {
  const storage = new ObjectStorage();
  const authorizer = new Authorizer(storage);
  const tokens = new ServiceAccountTokens(storage);
  const types = new ServedTypes();
  const registry = new Registry(storage, types, createAdmission(storage, types, authorizer), trackFields);
  const collector = new GarbageCollector(registry);
  const namespaces = new NamespaceLifecycle(registry, rootCa);
  const aggregate = aggregateClusterRoles(storage);
  const serve = serveDefinitions(registry);
  const fillTokens = fillTokenSecrets(registry, tokens, rootCa);
  const countQuota = keepQuotaStatus(storage, types);
  storage.subscribe((change) => {
    collector.observe(change);
    namespaces.observe(change);
    aggregate(change);
    countQuota(change);
    serve(change);
    fillTokens(change);
  });
  const api = clusterApi(registry, tokens);
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    api.create('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  api.create('Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  });
  createBootstrapObjects(registry);
  return { api, registry, tokens, authorizer };
}

function clusterApi(registry: Registry, tokens: ServiceAccountTokens): ClusterApi {
  return {
    issueToken: (account, demand) => tokens.issue(account, demand),
    get: <K extends Kind>(kind: K, key: ObjectKey) =>
      registry.storage.get(typeOf(kind).storage, key) as KindMap[K] | undefined,
    list: <K extends Kind>(kind: K, namespace?: string) =>
      registry.storage.list(typeOf(kind).storage, namespace) as unknown[] as KindMap[K][],
    create: <K extends Kind>(kind: K, object: KindMap[K]) => {
      const type = typeOf(kind);
      return registry.create(type, kubeObject(type, object)) as unknown as KindMap[K];
    },
    update: <K extends Kind>(kind: K, object: KindMap[K]) => replace(registry, kind, object),
    updateStatus: <K extends Kind>(kind: K, object: KindMap[K]) => replace(registry, kind, object, 'status'),
    bind: (pod, nodeName) => bindPod(registry, pod, nodeName),
    delete: (kind, key, options) => {
      try {
        registry.delete(typeOf(kind), key, options);
      } catch (error) {
        if (!(error instanceof ApiError && error.status.reason === 'NotFound')) throw error;
      }
    },
    watch: <K extends Kind>(kind: K, listener: (event: WatchEvent<K>) => void) =>
      watchObjects(registry.storage, typeOf(kind).storage, (type, object) =>
        listener({ type, object: object as unknown as KindMap[K] }),
      ),
  };
}

function replace<K extends Kind>(registry: Registry, kind: K, object: KindMap[K], subresource?: 'status'): KindMap[K] {
  const type = typeOf(kind);
  const next = kubeObject(type, object);
  return registry.update(type, next.metadata, () => next, {
    ...(subresource && { subresource }),
  }) as unknown as KindMap[K];
}

/** Components may leave out what the method already says. */
function kubeObject(type: ResourceType, object: object): KubeObject {
  const given = cloneJson(object) as Partial<KubeObject>;
  if (given.kind !== undefined && given.kind !== type.kind) {
    throw badRequest(`the object provided is a ${given.kind}, not a ${type.kind}`);
  }
  return { ...given, apiVersion: type.apiVersion, kind: type.kind, metadata: given.metadata ?? { name: '' } };
}

function typeOf(kind: string): ResourceType {
  const type = resourceTypeOfKind(kind);
  if (!type) throw new Error(`The embedded cluster stores no kind ${kind}.`);
  return type;
}
