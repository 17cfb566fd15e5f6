import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { fieldValue, type NodeFacts, resourceValue } from './downward-api.ts';
import { expandVariables } from './expand-variables.ts';
import { serviceVariables } from './service-variables.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];
type Variable = NonNullable<Container['env']>[number];
type Data = Readonly<Record<string, string>>;

/**
 * The variables of a container: `env` over `envFrom` over those of Services, later entries over earlier ones. Throws
 * `ContainerConfigError` with the kubelet's message for a missing Secret, ConfigMap or key that is not optional. Source:
 * `makeEnvironmentVariables`.
 */
export function containerEnvironment(
  api: ClusterApi,
  pod: Pod,
  container: Container,
  podIP: string,
  node: NodeFacts,
): Record<string, string> {
  const namespace = pod.metadata?.namespace ?? '';
  const services = serviceVariables(api, namespace, pod.spec?.enableServiceLinks !== false);
  const declared: Record<string, string> = {};

  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const data = configMapRef
      ? configMapData(api, namespace, configMapRef.name, configMapRef.optional)
      : secretData(api, namespace, secretRef?.name, secretRef?.optional);
    for (const [key, value] of Object.entries(data ?? {})) declared[prefix + key] = value;
  }

  const resolve = ({ value, valueFrom }: Variable): string | undefined => {
    if (value) return expandVariables(value, { ...services, ...declared });
    const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
    if (fieldRef) return fieldValue(fieldRef.fieldPath, pod, podIP, node);
    if (resourceFieldRef) {
      return resourceValue(resourceFieldRef, referredContainer(pod, container, resourceFieldRef.containerName), node);
    }
    if (configMapKeyRef) {
      const { name = '', key, optional } = configMapKeyRef;
      return pick(configMapData(api, namespace, name, optional), key, optional, `ConfigMap ${namespace}/${name}`);
    }
    if (secretKeyRef) {
      const { name = '', key, optional } = secretKeyRef;
      return pick(secretData(api, namespace, name, optional), key, optional, `Secret ${namespace}/${name}`);
    }
    return '';
  };
  for (const variable of container.env ?? []) {
    const value = resolve(variable);
    if (value !== undefined) declared[variable.name] = value;
  }
  return { ...services, ...declared };
}

/** The container of that name; the container itself where none is named. */
function referredContainer({ spec }: Pod, container: Container, name: string | undefined): Container {
  if (!name) return container;
  const found = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].find((other) => other.name === name);
  if (!found) throw new ContainerConfigError(`container ${name} not found`);
  return found;
}

/** Undefined: missing, and allowed to be. */
function configMapData(api: ClusterApi, namespace: string, name = '', optional = false): Data | undefined {
  const configMap = api.get('ConfigMap', { namespace, name });
  if (!configMap && !optional) throw new ContainerConfigError(`configmap "${name}" not found`);
  return configMap && (configMap.data ?? {});
}

function secretData(api: ClusterApi, namespace: string, name = '', optional = false): Data | undefined {
  const secret = api.get('Secret', { namespace, name });
  if (!secret && !optional) throw new ContainerConfigError(`secret "${name}" not found`);
  const entries = Object.entries(secret?.data ?? {});
  return secret && Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

function pick(data: Data | undefined, key: string, optional: boolean | undefined, source: string): string | undefined {
  if (data && Object.hasOwn(data, key)) return data[key];
  if (data && !optional) throw new ContainerConfigError(`couldn't find key ${key} in ${source}`);
  return undefined;
}
