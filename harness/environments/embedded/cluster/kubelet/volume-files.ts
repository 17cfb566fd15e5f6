import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { fieldValue, type NodeFacts, resourceValue } from './downward-api.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { VolumeError } from './volume-error.ts';

type Pod = KindMap['Pod'];
type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];
type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number];
type Item = { readonly key: string; readonly path: string; readonly mode?: number };

export interface VolumeFile {
  readonly content: Buffer;
  readonly mode: number;
}

export interface VolumeContext {
  readonly api: ClusterApi;
  readonly pod: Pod;
  readonly podIP: string;
  readonly node: NodeFacts;
  readonly tokens: ServiceAccountTokens;
}

/**
 * Relative path → file of a `configMap`, `secret`, `downwardAPI` or `projected` volume; undefined for every other type.
 * Throws `VolumeError` in the kubelet's words for a source that is missing and not optional.
 */
export function volumeFiles(volume: Volume, context: VolumeContext): Map<string, VolumeFile> | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return configMapFiles(configMap, configMap.defaultMode, context);
  if (secret) return secretFiles({ ...secret, name: secret.secretName }, secret.defaultMode, context);
  if (downwardAPI) return downwardFiles(downwardAPI.items, downwardAPI.defaultMode, context);
  if (!projected) return undefined;
  const sources = projected.sources ?? [];
  return new Map(sources.flatMap((source) => [...projectedFiles(source, projected.defaultMode, context)]));
}

function projectedFiles(source: Projection, mode: number | undefined, context: VolumeContext): Map<string, VolumeFile> {
  if (source.configMap) return configMapFiles(source.configMap, mode, context);
  if (source.secret) return secretFiles(source.secret, mode, context);
  if (source.downwardAPI) return downwardFiles(source.downwardAPI.items, mode, context);
  const { serviceAccountToken } = source;
  if (!serviceAccountToken) return new Map();
  const token = context.tokens.token(context.api, context.pod, serviceAccountToken);
  return new Map([[serviceAccountToken.path, { content: Buffer.from(token), mode: mode ?? 0o644 }]]);
}

interface Source {
  readonly name?: string;
  readonly items?: readonly Item[];
  readonly optional?: boolean;
}

function configMapFiles(
  source: Source,
  mode: number | undefined,
  { api, pod }: VolumeContext,
): Map<string, VolumeFile> {
  const { name = '', optional = false } = source;
  const configMap = api.get('ConfigMap', { namespace: pod.metadata?.namespace ?? '', name });
  if (!configMap && !optional) throw new VolumeError(`configmap "${name}" not found`);
  const content = {
    ...mapValues(configMap?.data, (value) => Buffer.from(value)),
    ...mapValues(configMap?.binaryData, (value) => Buffer.from(value, 'base64')),
  };
  return select(content, source, mode, 'configmap references non-existent config key', optional);
}

function secretFiles(source: Source, mode: number | undefined, { api, pod }: VolumeContext): Map<string, VolumeFile> {
  const { name = '', optional = false } = source;
  const secret = api.get('Secret', { namespace: pod.metadata?.namespace ?? '', name });
  if (!secret && !optional) throw new VolumeError(`secret "${name}" not found`);
  const content = mapValues(secret?.data, (value) => Buffer.from(value, 'base64'));
  return select(content, source, mode, 'references non-existent secret key', optional);
}

type DownwardItems = NonNullable<Volume['downwardAPI']>['items'];

function downwardFiles(
  items: DownwardItems,
  mode: number | undefined,
  context: VolumeContext,
): Map<string, VolumeFile> {
  const { pod, podIP, node } = context;
  const text = (item: NonNullable<DownwardItems>[number]): string => {
    if (item.fieldRef) return fieldValue(item.fieldRef.fieldPath, pod, podIP, node);
    const { resourceFieldRef } = item;
    if (!resourceFieldRef) return '';
    const { containerName } = resourceFieldRef;
    const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
    const container = all.find(({ name }) => name === containerName);
    if (!container) throw new VolumeError(`container ${containerName} not found`);
    return resourceValue(resourceFieldRef, container, node);
  };
  return new Map(
    (items ?? []).map((item) => [item.path, { content: Buffer.from(text(item)), mode: item.mode ?? mode ?? 0o644 }]),
  );
}

function select(
  content: Readonly<Record<string, Buffer>>,
  { items }: Source,
  mode = 0o644,
  fault: string,
  optional: boolean,
): Map<string, VolumeFile> {
  const chosen: readonly Item[] = items ?? Object.keys(content).map((key) => ({ key, path: key }));
  return new Map(
    chosen.flatMap((item): [string, VolumeFile][] => {
      const bytes = content[item.key];
      if (bytes) return [[item.path, { content: bytes, mode: item.mode ?? mode }]];
      if (optional) return [];
      throw new VolumeError(`${fault}: ${item.key}`);
    }),
  );
}

function mapValues(
  record: Readonly<Record<string, string>> = {},
  map: (value: string) => Buffer,
): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
