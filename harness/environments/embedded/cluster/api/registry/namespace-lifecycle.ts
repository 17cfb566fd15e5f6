import { cloneJson } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Change } from '../storage/object-storage.ts';
import type { Registry } from './registry.ts';

/** Gives each namespace its service account and CA, and empties and removes it when it is deleted. */
export class NamespaceLifecycle {
  readonly #registry: Registry;
  readonly #rootCa: string;

  constructor(registry: Registry, rootCa: string) {
    this.#registry = registry;
    this.#rootCa = rootCa;
  }

  /** To be told every change of the storage. */
  observe(change: Change): void {
    const { metadata } = change.object;
    if (change.storage === 'namespaces') {
      if (change.type === 'ADDED') this.#furnish(metadata.name);
      else if (change.type === 'MODIFIED' && metadata.deletionTimestamp)
        queueMicrotask(() => this.#empty(metadata.name));
    } else if (change.type === 'DELETED' && metadata.namespace !== undefined) {
      const { namespace, name } = metadata;
      const terminating = this.#namespace(namespace)?.metadata.deletionTimestamp;
      if (terminating) queueMicrotask(() => this.#finalize(namespace));
      else if (furniture.has(`${change.storage}/${name}`)) queueMicrotask(() => this.#furnish(namespace));
    }
  }

  #namespace(name: string): KubeObject | undefined {
    return this.#registry.storage.get('namespaces', { name });
  }

  #furnish(namespace: string): void {
    const present = this.#namespace(namespace);
    if (!present || present.metadata.deletionTimestamp) return;
    const metadata = (name: string) => ({ name, namespace });
    this.#ensure('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('default') });
    this.#ensure('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        ...metadata('kube-root-ca.crt'),
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      data: { 'ca.crt': this.#rootCa },
    });
  }

  #ensure(storage: string, object: KubeObject): void {
    const type = this.#registry.types.stored().get(storage);
    if (type && !this.#registry.storage.get(storage, object.metadata)) this.#registry.create(type, object);
  }

  #empty(namespace: string): void {
    for (const [storage, type] of this.#registry.types.stored()) {
      if (!type.namespaced) continue;
      for (const { metadata } of this.#registry.storage.list(storage, namespace)) {
        if (!metadata.deletionTimestamp) this.#registry.delete(type, metadata, { propagationPolicy: 'Background' });
      }
    }
    this.#finalize(namespace);
  }

  #finalize(name: string): void {
    const type = this.#registry.types.stored().get('namespaces');
    const namespace = this.#namespace(name);
    if (!type || !namespace?.metadata.deletionTimestamp) return;
    for (const [storage, { namespaced }] of this.#registry.types.stored()) {
      if (namespaced && this.#registry.storage.list(storage, name).length) return;
    }
    const spec = namespace.spec as { finalizers?: string[] } | undefined;
    const foreign = spec?.finalizers?.filter((item) => item !== 'kubernetes') ?? [];
    if (foreign.length || namespace.metadata.finalizers?.length) {
      // Told anew of its own change, it has nothing more to change.
      if ((spec?.finalizers?.length ?? 0) === foreign.length) return;
      const next = cloneJson(namespace);
      next.spec = foreign.length ? { finalizers: foreign } : {};
      this.#registry.storage.put(type.storage, next);
    } else {
      this.#registry.storage.remove(type.storage, { name });
    }
  }
}

const furniture = new Set(['serviceaccounts/default', 'configmaps/kube-root-ca.crt']);
