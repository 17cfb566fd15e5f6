import type { Json } from '../../environments/embedded/cluster/api/objects/json.ts';
import type { ScalarSchema, Schema, StructSchema } from '../../environments/embedded/cluster/api/openapi/schema.ts';
import type { Random } from '../../random/random.ts';
import { enumWords } from './enum-words.ts';
import { fieldNumbers, fieldWords, mapKeys } from './field-words.ts';

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

function tameScalar(random: Random, schema: ScalarSchema, owner: string, field: string): Json {
  switch (schema.type) {
    case 'string': {
      const words = enumWords[schema.goType] ?? fieldWords[`${owner}.${field}`] ?? fieldWords[field];
      return words?.length ? random.pick(words) : `${field.toLowerCase().slice(0, 12)}-1`;
    }
    case 'int32':
    case 'int64': {
      const [min, max] = fieldNumbers[field] ?? [1, 20];
      return random.integer(min, max);
    }
    case 'double':
      return random.integer(0, 5);
    case 'boolean':
      return random.chance(0.5);
    case 'quantity':
      return random.pick(['1', '500m', '128Mi', '2Gi', '1.5', '1024Mi', 2]);
    case 'intOrString':
      return random.pick<Json>([1, 8080, '25%', 'http', 80]);
    case 'time':
      return schema.goType === 'v1.MicroTime' ? '2026-01-02T03:04:05.000006Z' : '2026-01-02T03:04:05Z';
    case 'bytes':
      return random.pick(['YQ==', 'eyJhdXRocyI6e319', '']);
    default:
      return { any: 1 };
  }
}

const wildTexts = [
  ...['', 'UPPER', 'a b', '-x', 'x-', 'x_y', 'a.b', '..', '../up', '/abs', 'a/b', 'a/b/c', '1', 'é', '%', 'a=b', '*'],
  ...['a'.repeat(16), 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(254), '300.1.2.3', '010.1.2.3', '10.0.0.0/33', '$(X)'],
];
const wildNumbers = [
  -1, 0, 1, 255, 256, 511, 512, 600, 30_000, 65_535, 65_536, 86_400, 86_401, 2_147_483_647, -2_147_483_648,
];

/** A value of the right type that a rule may well forbid. */
export function wildScalar(random: Random, schema: ScalarSchema): Json {
  switch (schema.type) {
    case 'string':
      return random.pick(wildTexts);
    case 'int32':
      return random.pick(wildNumbers);
    case 'int64':
      return random.pick([...wildNumbers, 2_147_483_648, 4_294_967_296, -9_007_199_254_740_991]);
    case 'quantity':
      return random.pick<Json>([
        '-1',
        '0',
        '1e3',
        '0.1m',
        '1Ki',
        '1.5Gi',
        '100E',
        '',
        '1 ',
        'lots',
        1.5,
        '+1',
        '.5',
        '1e-1',
      ]);
    case 'intOrString':
      return random.pick<Json>([-1, 0, 65_536, '', '0%', '101%', '-1%', '5', 'UP', 'a'.repeat(16), '--', '100%']);
    case 'time':
      return random.pick([
        '',
        '2026-01-02',
        '2026-13-02T03:04:05Z',
        '2026-01-02T03:04:05+02:00',
        '2026-01-02T03:04:05.5Z',
      ]);
    case 'bytes':
      return random.pick(['!', 'YQ', 'YQ=', 'Y Q=']);
    case 'double':
      return random.pick([-1, 0.5]);
    case 'boolean':
      return random.chance(0.5);
    default:
      return random.pick<Json>([{}, 'text', 1]);
  }
}
