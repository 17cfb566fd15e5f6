import { createHash } from 'node:crypto';
import type { CompactSubresource } from '../openapi/compact-document.ts';
import { isStored, type ResourceType } from '../registry/resource-type.ts';
import type { ServedTypes } from '../registry/served-types.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

export interface DiscoveryAnswer {
  readonly body: unknown;
  readonly contentType: string;
}

/** `/api`, `/apis`, `/api/v1`, `/apis/GROUP`, `/apis/GROUP/VERSION`; undefined for any other path. */
export function discoveryAnswer(
  path: string,
  accept: string,
  serverAddress: string,
  served: ServedTypes,
): DiscoveryAnswer | undefined {
  const types = served.list();
  const parts = path.split('/').filter(Boolean);
  const [root, group = '', version] = parts;
  const wantsAggregated = accept.includes('apidiscovery.k8s.io') && accept.includes('APIGroupDiscoveryList');
  if (parts.length === 1 && (root === 'api' || root === 'apis')) {
    const groups = groupNames(types).filter((name) => (name === '') === (root === 'api'));
    if (wantsAggregated) return { body: aggregatedDocument(types, groups), contentType: aggregated };
    return plain(
      root === 'api'
        ? versions(serverAddress)
        : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((name) => apiGroup(types, name)) },
    );
  }
  if (root === 'api' && parts.length === 2) return resourceList(types, '', group);
  if (root !== 'apis' || !groupNames(types).includes(group)) return undefined;
  if (parts.length === 2) return plain({ kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(types, group) });
  return parts.length === 3 && version ? resourceList(types, group, version) : undefined;
}

function plain(body: unknown): DiscoveryAnswer {
  return { body, contentType: 'application/json' };
}

type Types = readonly ResourceType[];

function groupNames(types: Types): string[] {
  return [...new Set(types.map(({ group }) => group))];
}

function versions(serverAddress: string): unknown {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

function apiGroup(types: Types, name: string): Record<string, unknown> {
  const found = [...new Set(types.filter(({ group }) => group === name).map(({ version }) => version))];
  const all = found.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: all, preferredVersion: all[0] };
}

function resourceList(all: Types, group: string, version: string): DiscoveryAnswer | undefined {
  const types = all.filter((type) => type.group === group && type.version === version);
  if (!types.length) return undefined;
  const resources = types.flatMap((type) => [
    {
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: type.verbs,
      ...(type.shortNames && { shortNames: type.shortNames }),
      ...(type.categories && { categories: type.categories }),
      ...(isStored(type) && { storageVersionHash: storageVersionHash(type) }),
    },
    ...type.subresources.map((subresource) => ({
      name: `${type.plural}/${subresource.name}`,
      singularName: '',
      namespaced: type.namespaced,
      ...(subresource.group && { group: subresource.group }),
      ...(subresource.version && { version: subresource.version }),
      kind: subresource.kind,
      verbs: subresource.verbs,
    })),
  ]);
  return plain({
    kind: 'APIResourceList',
    ...(group && { apiVersion: 'v1' }),
    groupVersion: types[0]?.apiVersion,
    resources,
  });
}

/** Source: apiserver `discovery.StorageVersionHash`. */
function storageVersionHash({ group, version, kind }: ResourceType): string {
  return createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
}

function aggregatedDocument(all: Types, groups: readonly string[]): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => {
      const types = all.filter((type) => type.group === group);
      return {
        metadata: group ? { name: group } : {},
        versions: [...new Set(types.map(({ version }) => version))].map((version) => ({
          version,
          resources: types.filter((type) => type.version === version).map(aggregatedResource),
          freshness: 'Current',
        })),
      };
    }),
  };
}

function aggregatedResource(type: ResourceType): unknown {
  const kindOf = ({ kind, group, version }: Pick<CompactSubresource, 'kind' | 'group' | 'version'>) => ({
    group: group ?? '',
    version: version ?? '',
    kind,
  });
  return {
    resource: type.plural,
    responseKind: { group: '', version: '', kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames && { shortNames: type.shortNames }),
    ...(type.categories && { categories: type.categories }),
    ...(type.subresources.length && {
      subresources: type.subresources.map((subresource) => ({
        subresource: subresource.name,
        responseKind: kindOf(subresource),
        verbs: subresource.verbs,
      })),
    }),
  };
}
