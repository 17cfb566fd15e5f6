import type { ResourceType } from '../registry/resource-type.ts';
import type { OpenApiNode } from './expand-schema.ts';

const collectionMethods = { list: 'get', create: 'post', deletecollection: 'delete' };
const objectMethods = { get: 'get', update: 'put', patch: 'patch', delete: 'delete' };

const customPatches = ['apply-patch+yaml', 'json-patch+json', 'merge-patch+json'];
const builtInPatches = [...customPatches, 'strategic-merge-patch+json'];

/** Query parameters of what writes, by which kubectl learns that a server validates fields and dry-runs. */
export const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'];

/** What an operation takes: nothing, an object, or a patch in one of these media types. */
export type OperationBody = 'none' | 'object' | readonly string[];

/** The paths of a resource, with what `operation` tells of each method in its version of OpenAPI. */
export function pathItems(
  type: ResourceType,
  operation: (body: OperationBody) => OpenApiNode,
): Record<string, OpenApiNode> {
  const root = type.group ? 'apis' : 'api';
  const base = `/${root}/${type.apiVersion}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.plural}`;
  const patches = (type.custom ? customPatches : builtInPatches).map((name) => `application/${name}`);
  const kind = { group: type.group, version: type.version, kind: type.kind };
  const item = (methods: Readonly<Record<string, string>>): OpenApiNode => {
    const result: OpenApiNode = {};
    for (const [verb, method] of Object.entries(methods)) {
      if (!type.verbs.includes(verb)) continue;
      const writes = verb === 'create' || verb === 'update';
      result[method] = {
        ...operation(verb === 'patch' ? patches : writes ? 'object' : 'none'),
        'x-kubernetes-action': verb === 'create' ? 'post' : verb === 'update' ? 'put' : verb,
        'x-kubernetes-group-version-kind': kind,
      };
    }
    return result;
  };
  const single = item(objectMethods);
  return { [base]: item(collectionMethods), ...(Object.keys(single).length && { [`${base}/{name}`]: single }) };
}
