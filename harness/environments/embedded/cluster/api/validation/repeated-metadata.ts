import type { FieldError } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';

/**
 * The rules for labels and annotations are asked of every change by the general code, and by each function of its kind
 * that is called in turn; all that they find is told. Counted on kube-apiserver 1.34.
 */
const timesByStorage: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['configmaps', 'secrets', 'pods', 'serviceaccounts', 'endpoints', 'replicationcontrollers'].map((name) => [
      name,
      4,
    ]),
  ),
  ...Object.fromEntries(
    ['namespaces', 'nodes', 'jobs.batch', 'storageclasses.storage.k8s.io'].map((name) => [name, 4]),
  ),
  'ingresses.networking.k8s.io': 4,
  'networkpolicies.networking.k8s.io': 4,
  'poddisruptionbudgets.policy': 2,
  persistentvolumeclaims: 5,
  'roles.rbac.authorization.k8s.io': 5,
};

/** What is wrong with labels and annotations that a change brings, as often as it is told beyond the first time. */
export function repeatedMetadataErrors(storage: string, { metadata }: KubeObject): FieldError[] {
  const errors = [
    ...validateLabels('metadata.labels', metadata.labels),
    ...validateAnnotations('metadata.annotations', metadata.annotations),
  ];
  if (!errors.length) return errors;
  return Array.from({ length: (timesByStorage[storage] ?? 3) - 1 }, () => errors).flat();
}
