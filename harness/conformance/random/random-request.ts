import { stringify } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../environments/embedded/cluster/api/objects/json.ts';
import { schemaOfKind } from '../../environments/embedded/cluster/api/openapi/schema.ts';
import type { ResourceType } from '../../environments/embedded/cluster/api/registry/resource-type.ts';
import { createRandom, type Random } from '../../random/random.ts';
import { baseManifests } from './base-manifests.ts';
import { breakManifest, type DoubledField } from './break-manifest.ts';
import { fillStruct } from './random-value.ts';

/** A write of a random manifest, which no server is to keep. */
export interface RandomRequest {
  readonly seed: number;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export const namespace = 'c-random';
/** The name of the object of each kind that is there to be updated. */
export const presentName = 'present';

/** The request that a seed stands for: the same on every machine. */
export function randomRequest(seed: number, types: readonly ResourceType[]): RandomRequest {
  const random = createRandom(seed);
  const type = random.pick(types);
  const update = random.chance(0.2);
  const object = randomManifest(random, type, update ? presentName : 'random-1');
  let doubled: DoubledField | undefined;
  for (let faults = random.pick([0, 0, 1, 1, 2, 3]); faults > 0; faults--)
    doubled = breakManifest(random, object) ?? doubled;
  const validation = random.chance(0.8) ? 'Strict' : random.pick(['Warn', 'Ignore']);
  const query = `?dryRun=All&fieldValidation=${validation}&fieldManager=random`;
  if (update && random.chance(0.4)) {
    const { apiVersion: _apiVersion, kind: _kind, ...patch } = object;
    const contentType = random.pick(['application/merge-patch+json', 'application/strategic-merge-patch+json']);
    return { seed, method: 'PATCH', path: pathOf(type, presentName) + query, contentType, body: print(patch, doubled) };
  }
  const yaml = random.chance(0.25);
  return {
    seed,
    method: update ? 'PUT' : 'POST',
    path: (update ? pathOf(type, presentName) : pathOf(type)) + query,
    contentType: yaml ? 'application/yaml' : 'application/json',
    body: yaml ? stringify(object, { aliasDuplicateObjects: false }) : print(object, doubled),
  };
}

export function pathOf({ group, apiVersion, namespaced, plural }: ResourceType, name?: string): string {
  const base = group ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${base}${namespaced ? `/namespaces/${namespace}` : ''}/${plural}${name ? `/${name}` : ''}`;
}

/** The least of a kind that is accepted. */
export function baseManifest({ apiVersion, kind, plural, group, version }: ResourceType, name: string): JsonObject {
  const base = baseManifests[`${plural}/${group ? `${group}/` : ''}${version}`] ?? {};
  return { apiVersion, kind, metadata: { name }, ...structuredClone(base) };
}

function randomManifest(random: Random, type: ResourceType, name: string): JsonObject {
  const object = baseManifest(type, name);
  const schema = schemaOfKind(type.group, type.version, type.kind);
  if (!schema) throw new Error(`${type.kind} has no schema in the OpenAPI document: is it served?`);
  const richness = {
    optional: random.pick([0.01, 0.05, 0.1, 0.2]),
    wild: random.pick([0, 0, 0.01, 0.03, 0.1]),
  };
  fillStruct(random, schema, object, richness, 0);
  return object;
}

/** JSON that may have one field twice. */
function print(value: Json, doubled: DoubledField | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => print(item, doubled)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const text = `${JSON.stringify(name)}:${print(field, doubled)}`;
    return doubled?.object === value && doubled.name === name ? [text, text] : [text];
  });
  return `{${fields.join(',')}}`;
}
