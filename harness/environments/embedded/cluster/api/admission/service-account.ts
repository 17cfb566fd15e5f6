import type { V1Container, V1PodSpec, V1ServiceAccount, V1Volume } from '@kubernetes/client-node';
import { forbidden } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { randomSuffix } from '../registry/random-suffix.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import type { Wire } from '../wire.ts';

type PodSpec = Wire<V1PodSpec>;

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';

/** ServiceAccount: gives a pod its account and what it needs to speak to the API. Source: kubernetes `plugin/pkg/admission/serviceaccount`. */
export function giveServiceAccount(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  const spec = object.spec as PodSpec | undefined;
  if (!spec || object.metadata.annotations?.['kubernetes.io/config.mirror']) return;
  const name = spec.serviceAccountName || spec.serviceAccount || 'default';
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
  const { namespace = '' } = object.metadata;
  const account = storage.get('serviceaccounts', { namespace, name }) as Wire<V1ServiceAccount> | undefined;
  if (!account) {
    const detail = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
    // Names are generated after this; until then the object goes by what they begin with.
    throw forbidden(type, object.metadata.generateName ?? object.metadata.name, detail);
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec);
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = structuredClone(account.imagePullSecrets);
  }
}

function mountToken(spec: PodSpec): void {
  const present = spec.volumes?.find(
    ({ name, projected }) =>
      name.startsWith(volumePrefix) && projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
  );
  const name = present?.name ?? volumePrefix + randomSuffix();
  let mounted = false;
  const mount = (container: Wire<V1Container>): void => {
    if (container.volumeMounts?.some((item) => item.mountPath === mountPath)) return;
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath }];
    mounted = true;
  };
  spec.initContainers?.forEach(mount);
  spec.containers?.forEach(mount);
  if (mounted && !present) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function tokenVolume(name: string): Wire<V1Volume> {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 0o644,
    },
  };
}
