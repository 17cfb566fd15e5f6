import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

const names = { kind: 'Fault', plural: 'faults' };
const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } };

const richSchema = {
  openAPIV3Schema: {
    type: 'object',
    required: ['spec'],
    properties: {
      spec: {
        type: 'object',
        nullable: true,
        default: { a: 1 },
        properties: {
          a: { type: 'integer', minimum: 1, maximum: 5.5, format: 'int32' },
          b: { type: 'string', pattern: '^a', enum: ['a'], maxLength: 3 },
          c: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set', minItems: 0 },
          d: { type: 'object', additionalProperties: { type: 'string' } },
          e: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
        },
      },
    },
  },
};

function definition(name: string, spec: JsonObject, metadata: JsonObject = {}): Fault {
  return {
    name: `CustomResourceDefinition ${name}`,
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All',
    body: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'faults.example.com', ...metadata },
      spec: { group: 'example.com', scope: 'Namespaced', names, versions: [version], ...spec },
    },
  };
}

function schema(name: string, openAPIV3Schema: JsonObject): Fault {
  return definition(name, { versions: [{ ...version, schema: { openAPIV3Schema } }] });
}

function field(name: string, fields: JsonObject): Fault {
  return schema(name, { type: 'object', properties: { spec: fields } });
}

function column(name: string, fields: JsonObject): Fault {
  const column = { name: 'A', type: 'string', jsonPath: '.spec.a', ...fields };
  return definition(name, { versions: [{ ...version, additionalPrinterColumns: [column] }] });
}

export const customResourceDefinitionsFaults: readonly Fault[] = [
  definition('with another name than its own', {}, { name: 'others.example.com' }),
  definition('of a group without a dot', { group: 'example' }, { name: 'faults.example' }),
  definition('of a protected group', { group: 'a.k8s.io' }, { name: 'faults.a.k8s.io' }),
  definition('of an unknown scope', { scope: 'World' }),
  definition('of no version', { versions: [] }),
  definition('without a storage version', { versions: [{ ...version, storage: false }] }),
  definition('with two storage versions', { versions: [version, { ...version, name: 'v2' }] }),
  definition('with a version twice', { versions: [version, { ...version, storage: false }] }),
  definition('with versions that differ, and none stored', {
    versions: [
      { ...version, storage: false, deprecated: true, subresources: { status: {} }, schema: richSchema },
      {
        ...version,
        name: 'v2',
        storage: false,
        additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '.a' }],
      },
    ],
  }),
  definition('of a version with a bad name', { versions: [{ ...version, name: 'V1.0' }] }),
  definition('without a schema', { versions: [{ ...version, schema: null }] }),
  definition('with a bad kind', { names: { kind: 'a b', plural: 'faults' } }),
  definition('of a list called as its items', { names: { ...names, listKind: 'Fault' } }),
  definition('with bad short names', { names: { ...names, shortNames: ['A', 'b_c'] } }),
  definition('with a webhook of nothing', { conversion: { strategy: 'Webhook' } }),
  definition('with an unknown conversion', { conversion: { strategy: 'Magic' } }),
  schema('of a list', { type: 'array', items: { type: 'string' } }),
  schema('of no type', {}),
  field('with a field of no type', {}),
  field('with a field of an unknown type', { type: 'text' }),
  field('with a list of nothing', { type: 'array' }),
  field('with a list of no type', { type: 'array', items: {} }),
  field('with fields beside all others', {
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: { type: 'string' },
  }),
  field('with a bad pattern', { type: 'string', pattern: '(' }),
  field('with a default that does not fit', { type: 'integer', default: 'a' }),
  field('with a default out of bounds', { type: 'integer', maximum: 3, default: 5 }),
  field('with a map without keys', { type: 'array', 'x-kubernetes-list-type': 'map', items: { type: 'object' } }),
  field('with an unknown kind of list', { type: 'array', 'x-kubernetes-list-type': 'bag', items: { type: 'string' } }),
  field('with a set of objects', { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } }),
  field('with unique items', { type: 'array', uniqueItems: true, items: { type: 'string' } }),
  field('with a reference', { $ref: '#/definitions/a' }),
  field('that is open and closed', { type: 'string', 'x-kubernetes-preserve-unknown-fields': true }),
  field('with an embedded string', { type: 'string', 'x-kubernetes-embedded-resource': true }),
  field('with types in an alternative', { type: 'string', anyOf: [{ type: 'string' }, { minLength: 1 }] }),
  schema('with metadata of its own', {
    type: 'object',
    properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
  }),
  column('with a column of an unknown type', { type: 'colour' }),
  column('with a column of no path', { jsonPath: '' }),
  column('with a column of a bad path', { jsonPath: 'spec.a' }),
  column('with a column without a name', { name: '' }),
  definition('with a bad scale', {
    versions: [
      { ...version, subresources: { scale: { specReplicasPath: '.status.a', statusReplicasPath: '.spec.b' } } },
    ],
  }),
  definition('with a scale of nothing', {
    versions: [{ ...version, subresources: { scale: { specReplicasPath: '', statusReplicasPath: '' } } }],
  }),
];
