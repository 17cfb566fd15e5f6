import type { Json } from '../../environments/embedded/cluster/api/objects/json.ts';
import type { Schema, StructSchema } from '../../environments/embedded/cluster/api/openapi/schema.ts';
import type { Random } from '../../random/random.ts';
import { mapKeys } from './field-words.ts';
import { tameScalar, wildScalar, wildTexts } from './random-scalar.ts';

/** Fields of which exactly one is to be set, by the struct that has them. */
const unions: Readonly<Record<string, (field: string) => boolean>> = {
  EnvFromSource: (field) => field !== 'prefix',
  EnvVarSource: () => true,
  LifecycleHandler: () => true,
  PersistentVolumeSpec: (field) => field === 'local' || volumeSource.test(field),
  PodFailurePolicyRule: (field) => field.startsWith('on'),
  Probe: (field) => ['exec', 'grpc', 'httpGet', 'tcpSocket'].includes(field),
  Volume: (field) => field !== 'name',
  VolumeProjection: () => true,
};
const volumeSource =
  /^(awsE|azure|ceph|cinder|csi|fc|flex|flocker|gce|gluster|hostPath|iscsi|nfs|photon|portworx|quobyte|rbd|scale|storageos|vsphere)/;

/** Volumes of one's own need no plug-in that has left. */
const likelyVolumes = [
  'configMap',
  'downwardAPI',
  'emptyDir',
  'hostPath',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Set by the server, or for the server's own use. */
const notTheClients = new Set([
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields'],
  ...['resourceVersion', 'selfLink', 'status', 'uid'],
]);

export interface Richness {
  /** How likely a field is there that need not be. */
  readonly optional: number;
  /** How likely a value is one at or beyond the border of what is allowed. */
  readonly wild: number;
}

/** A value that fits `schema`, by chance; `owner` and `field` are the struct and field that it is for. */
export function randomValue(
  random: Random,
  schema: Schema,
  owner: string,
  field: string,
  richness: Richness,
  depth = 0,
): Json {
  switch (schema.type) {
    case 'struct':
      return randomStruct(random, schema, richness, depth);
    case 'list': {
      const count = random.chance(richness.wild) ? random.integer(0, 3) : random.integer(1, 2);
      return Array.from({ length: count }, () => randomValue(random, schema.items, owner, field, richness, depth + 1));
    }
    case 'map': {
      const keys = mapKeys[field] ?? ['key', 'other'];
      return Object.fromEntries(
        Array.from({ length: random.integer(1, 2) }, () => [
          random.chance(richness.wild) ? random.pick(wildTexts) : random.pick(keys),
          randomValue(random, schema.values, owner, field, richness, depth + 1),
        ]),
      );
    }
    default:
      return random.chance(richness.wild) ? wildScalar(random, schema) : tameScalar(random, schema, owner, field);
  }
}

function randomStruct(random: Random, schema: StructSchema, richness: Richness, depth: number): Json {
  const result: Record<string, Json> = {};
  fillStruct(random, schema, result, richness, depth);
  return result;
}

/** Adds fields that are not there yet. */
export function fillStruct(
  random: Random,
  schema: StructSchema,
  object: Record<string, Json>,
  richness: Richness,
  depth: number,
): void {
  const name = schema.goType.split('.').at(-1) ?? '';
  const inUnion = unions[name];
  const members = inUnion ? [...schema.fields.keys()].filter(inUnion) : [];
  const chosen = members.length && !members.some((member) => member in object) ? choose(random, members) : '';
  for (const [field, { schema: inner }] of schema.fields) {
    const present = object[field];
    if (present !== undefined) {
      grow(random, inner, present, richness, depth + 1);
      continue;
    }
    if (notTheClients.has(field) && !(field === 'uid' && name === 'OwnerReference')) continue;
    if (depth === 0 && (field === 'apiVersion' || field === 'kind')) continue;
    const alsoHere = inUnion?.(field)
      ? field === chosen || random.chance(richness.wild / 3)
      : random.chance(schema.required.has(field) ? 1 - richness.wild : richness.optional / (1 + depth / 3));
    if (alsoHere && depth < 14) object[field] = randomValue(random, inner, name, field, richness, depth + 1);
  }
}

function choose(random: Random, members: readonly string[]): string {
  const likely = members.filter((member) => likelyVolumes.includes(member));
  return random.pick(likely.length > 4 && random.chance(0.7) ? likely : members);
}

/** Adds to what is there already, at any depth. */
function grow(random: Random, schema: Schema, value: Json, richness: Richness, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (schema.type === 'struct' && !Array.isArray(value)) fillStruct(random, schema, value, richness, depth);
  if (schema.type === 'list' && Array.isArray(value)) {
    for (const item of value) grow(random, schema.items, item, richness, depth);
  }
}
